const retryMilliseconds = 1_500;

/**
 * Applies the server's events to the state until the page is closed. The browser resumes a broken stream with
 * Last-Event-ID. A server that was restarted has new event numbers, so every new connection also refreshes the state.
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
    // The browser reconnects by itself, but not after an answer with an error status.
    if (source.readyState === EventSource.CLOSED) retry();
  });

  function retry() {
    source.close();
    state.setConnection('reconnecting');
    clearTimeout(again);
    again = setTimeout(() => followEvents(state), retryMilliseconds);
  }
}
