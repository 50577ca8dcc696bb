const setters = {
  class: (node, value) => node.setAttribute('class', value),
  on: (node, value) => {
    for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
  },
  data: (node, value) => {
    for (const [name, text] of Object.entries(value)) if (text !== undefined) node.dataset[name] = text;
  },
  style: (node, value) => {
    // setProperty is used because a style attribute would need 'unsafe-inline' in the content security policy.
    for (const [name, text] of Object.entries(value)) node.style.setProperty(name, text);
  },
};

/**
 * Builds an element. `on`, `data` and `style` take objects. Names with a dash, `role` and `for` become attributes,
 * other names become properties. Undefined values and children are left out; strings become text.
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (setters[name]) setters[name](node, value);
    else if (name.includes('-') || name === 'role' || name === 'for') node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

/** Builds a <button> with a visible text or an aria-label. `action` becomes data-action, by which tests find it. */
export function button({ label, icon, text, action, onClick, ...rest }) {
  return element(
    'button',
    {
      type: 'button',
      'aria-label': text === undefined ? label : undefined,
      title: text === undefined ? label : undefined,
      data: { action },
      on: { click: onClick },
      ...rest,
    },
    icon,
    text,
  );
}
