import { expect, test } from 'vitest';
import { inNaturalOrder } from '../../../src-main/data/natural-order';

test('numbers in names are counted, however long they are', () => {
  const long = `${'9'.repeat(200)}.png`;
  const ordered = [
    '0.png',
    '01.png',
    '1.png',
    '2.png',
    '10.png',
    long,
    'a.png',
    'a1b2.png',
    'a1b10.png',
    'a02b1.png',
    '고양이.png',
  ];
  expect(inNaturalOrder([...ordered].reverse(), (name) => name)).toEqual(ordered);
});
