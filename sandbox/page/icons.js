const paths = {
  send: 'M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4',
  attach:
    'm19.5 11-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l8-8a3.1 3.1 0 0 1 4.3 4.4l-7.9 7.8a1.5 1.5 0 0 1-2.2-2.1l7-7',
  slash: 'M15 5 9 19',
  close: 'm6 6 12 12M18 6 6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  plus: 'M12 5v14M5 12h14',
  down: 'M12 5v14m-6-6 6 6 6-6',
  back: 'm14 6-6 6 6 6',
  next: 'm10 6 6 6-6 6',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13z',
  document: 'M7 3h7l4 4v14H7zM14 3v4h4M10 13h5M10 17h5',
  download: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
  microphone: 'M12 4a3 3 0 0 1 3 3v4a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4',
  video: 'M4 7h11v10H4zM15 11l5-3v8l-5-3',
  round: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM10.5 9l4.5 3-4.5 3z',
  sticker: 'M12 4a8 8 0 1 0 8 8c-4.500 0-8-3.500-8-8zM12 4l8 8M8.500 14c1 2 3 2.500 4.500 2',
  person:
    'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.500 20c.8-3.600 3.800-5.500 7.500-5.500s6.700 1.900 7.500 5.500',
  photo: 'M4 6h16v12H4zM4 15l4.500-4 4 3.500 3-2.500 4.500 4M15.500 9.500h.01',
  camera: 'M4 8h4l1.500-2.500h5L16 8h4v11H4zM12 10a3.200 3.200 0 1 0 0 6.500 3.200 3.200 0 0 0 0-6.500z',
  link: 'M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1',
  copy: 'M9 9h10v11H9zM15 9V4H5v11h4',
  repeat: 'M5 11V9a3 3 0 0 1 3-3h11m-3-3 3 3-3 3M19 13v2a3 3 0 0 1-3 3H5m3 3-3-3 3-3',
  block: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM6.500 6.500l11 11',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  reply: 'm10 6-6 6 6 6M4 12h9c4 0 6 2 7 6',
  forward: 'm14 6 6 6-6 6M20 12h-9c-4 0-6 2-7 6',
  pencil: 'M5 19l1-4L16 5l3 3L9 18zM14 7l3 3',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.500l3 2',
  flask: 'M10 4h4M11 4v6l-5.500 8.500A1 1 0 0 0 6.400 20h11.200a1 1 0 0 0 .9-1.500L13 10V4M8 15h8',
  group:
    'M9 6a3.200 3.200 0 1 0 0 6.400A3.200 3.200 0 0 0 9 6zM3 19c.6-3 3-4.500 6-4.500s5.400 1.500 6 4.500M15.500 6.300a3 3 0 0 1 0 5.800M17.500 14.900c2 .6 3.200 2 3.600 4.100',
  sliders: 'M4 7h10M18 7h2M4 12h3M11 12h9M4 17h8M16 17h4M16 5v4M9 10v4M14 15v4',
};

/** Builds a line icon of 24 x 24 pixels, which screen readers skip. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
