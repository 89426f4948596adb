import { describe, expect, it } from 'vitest';
import { presetNames, presets, recognisedLayout } from '../../../../src-main/contract/config';
import {
  configOf,
  defaultText,
  invalidFields,
  isDefault,
  readField,
  settingsFrom,
  settingsOf,
  withText,
} from '../../../../src-renderer/logic/settings';

describe('settings', () => {
  it.each(presetNames)('are the whole preset %s when nothing is changed', (preset) => {
    expect(configOf(settingsOf(preset), recognisedLayout)).toEqual(presets[preset]);
  });

  it('make a configuration of what is typed', () => {
    const settings = settingsOf('paper');
    const texts = { ...settings.texts, epochs: ' 7 ', learningRate: '1e-3', dropout: '.25' };
    expect(
      configOf(
        { ...settings, texts, size: 64, precision: 'bfloat16', xla: 'auto' },
        { ...recognisedLayout, inputSide: 'left' },
      ),
    ).toEqual({
      ...presets.paper,
      epochs: 7,
      learningRate: 0.001,
      dropout: 0.25,
      size: 64,
      precision: 'bfloat16',
      xla: 'auto',
      inputSide: 'left',
    });
  });

  it('make none while a field is invalid, and name the fields in order', () => {
    const settings = settingsOf('studio');
    const texts = { ...settings.texts, seed: '-1', epochs: '' };
    expect(invalidFields({ ...settings, texts })).toEqual(['epochs', 'seed']);
    expect(configOf({ ...settings, texts }, recognisedLayout)).toBeNull();
  });

  it.each([
    ['epochs', '1', 1],
    ['epochs', '100000', 100_000],
    ['epochs', '100001', null],
    ['epochs', '0', null],
    ['epochs', '1.5', null],
    ['epochs', '1,000', null],
    ['epochs', '0x10', null],
    ['epochs', 'many', null],
    ['lambda', '0', 0],
    ['lambda', 'Infinity', null],
    ['beta1', '0.999', 0.999],
    ['beta1', '1', null],
  ] as const)('of %s: "%s" is %s', (field, text, value) => {
    expect(readField(field, text)).toBe(value);
  });

  it('know the default of the chosen preset by its value', () => {
    const settings = settingsOf('quick');
    expect(isDefault(settings, 'epochs')).toBe(true);
    expect(isDefault({ ...settings, texts: { ...settings.texts, epochs: '10.0' } }, 'epochs')).toBe(true);
    expect(isDefault({ ...settings, texts: { ...settings.texts, epochs: '150' } }, 'epochs')).toBe(false);
  });

  it('of an earlier run make the same configuration, also where the form has no field for it', () => {
    const config = { ...presets.paper, epochs: 3, lambda: 7, leakySlope: 0.25, deterministic: true, steps: 40 };
    expect(configOf(settingsFrom(config), recognisedLayout)).toEqual(config);
  });

  it('let typed epochs end a run that an earlier one had limited by steps', () => {
    const settings = withText(settingsFrom({ ...presets.studio, steps: 40 }), 'epochs', '5');
    expect(configOf(settings, recognisedLayout)).toEqual({ ...presets.studio, epochs: 5 });
  });

  it('go back to what the preset has', () => {
    const changed = withText(settingsOf('studio'), 'learningRate', '1');
    expect(isDefault(changed, 'learningRate')).toBe(false);
    const reset = withText(changed, 'learningRate', defaultText(changed, 'learningRate'));
    expect(configOf(reset, recognisedLayout)).toEqual(presets.studio);
  });
});
