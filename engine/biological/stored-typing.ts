import * as hla from '@harmonia/hla';
import { asStudyError } from './study-error.ts';

/** Reads a stored typing and checks every part of it. @throws HarmoniaError `hla-invalid` */
export const parseTyping = (json: string): hla.HlaTyping => asStudyError(() => hla.parseTyping(json));
