import { readFileSync } from 'node:fs';
import { loadTensorFlow } from '../native/tensorflow';
import * as t from '@tensorflow/tfjs-node-gpu';
export const x = [readFileSync, loadTensorFlow, t];
