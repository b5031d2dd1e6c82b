/** @jest-environment node */
import { differences } from './generate';

test('the committed files are what the catalogue says', () => {
  expect(differences()).toEqual([]);
});
