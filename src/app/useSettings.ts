import { useSyncExternalStore } from 'react';
import { defaults, onSettings, type Settings, settings } from './settings';

/** What holds now. Apart from settings.ts, which every page loads, long before React. */
export const useSettings = (): Settings => useSyncExternalStore(onSettings, settings, () => defaults);
