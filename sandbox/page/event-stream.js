const retryMilliseconds = 1_500;

/**
 * Follows the server's events for as long as the page lives. The browser resumes a broken stream with
 * Last-Event-ID; a server that restarted has another history, so every new connection also refreshes the state.
 */
export function followEvents(state) {
  const source = new EventSource('/sandbox/events');
  let again;
  source.addEventListener('open', () => {
    state.refresh().then(
      () => state.setConnection('live'),
      () => retry(),
    );
  });
  source.addEventListener('message', ({ data }) => state.apply(JSON.parse(data)));
  source.addEventListener('error', () => {
    state.setConnection('reconnecting');
    // The browser tries again by itself unless it was refused with a status; then it is ours to try.
    if (source.readyState === EventSource.CLOSED) retry();
  });

  function retry() {
    source.close();
    state.setConnection('reconnecting');
    clearTimeout(again);
    again = setTimeout(() => followEvents(state), retryMilliseconds);
  }
}
