/** The page that goes with a TF.js export and needs nothing but a browser. */
import { mount } from 'svelte';
import Page from './Page.svelte';

document.documentElement.lang = navigator.language;
mount(Page, { target: document.body });
