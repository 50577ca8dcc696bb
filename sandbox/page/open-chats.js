const key = 'harmonia.open-chats';
const firstVisit = 3;

function remembered() {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? 'null');
    return Array.isArray(stored?.open) ? stored : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The open chats in their order, and the active one (the only visible one on a phone). The browser stores them over a
 * reload. `onChange` is called after every change.
 */
export function createOpenChats(onChange) {
  const stored = remembered();
  let open = stored?.open ?? [];
  let active = stored?.active;
  let settled = stored !== undefined;

  function change(nextOpen, nextActive) {
    open = nextOpen;
    active = open.includes(nextActive) ? nextActive : open.at(-1);
    settled = true;
    localStorage.setItem(key, JSON.stringify({ open, active }));
    onChange();
  }

  return {
    ids: () => open,
    active: () => active,
    /** Opens a chat at the end and makes it the active one. */
    show: (id) => change(open.includes(id) ? open : [...open, id], id),
    hide: (id) =>
      change(
        open.filter((one) => one !== id),
        active === id ? undefined : active,
      ),
    activate(id) {
      if (id !== active && open.includes(id)) change(open, id);
    },
    /**
     * Closes the chats of removed people; on the first visit opens the chats of the first people who are not synthetic.
     */
    settle(people) {
      const known = open.filter((id) => people.has(id));
      const first = [...people.values()].filter((person) => person.role !== 'synthetic').slice(0, firstVisit);
      if (!settled && known.length === 0 && first.length > 0)
        change(
          first.map((person) => person.id),
          first[0].id,
        );
      else if (known.length !== open.length) change(known, active);
    },
  };
}
