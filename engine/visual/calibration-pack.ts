// One import for the code that runs calibration.
export { type CalibrationStep, calibrationOrder } from './calibration-order.ts';
export { type DescribedPackFace, describePack } from './describe-pack.ts';
export { type CalibrationFace, type CalibrationPack, loadPack, type PackManifest } from './load-pack.ts';
