import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, linkedSignal, signal } from '@angular/core';
import {
  MatAutocomplete,
  type MatAutocompleteSelectedEvent,
  MatAutocompleteTrigger,
  MatOption,
} from '@angular/material/autocomplete';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { Control } from '../form/control';
import { Field } from '../form/field';
import { DiffView } from '../monaco/diff-view';
import { ProblemBanner } from '../problem/problem-banner';
import type { Page } from '../table/listed';
import { Variant } from '../variants/variant';
import { variantLook } from '../variants/variant-colours';
import { debounced } from './debounced';
import { MOST_VARIANTS } from './experiment-form';
import { withoutVariant, withVariant } from './form-variants';
import { comparableWords, type TrialPrompt, type TrialVersion } from './planning-api';
import { Planning } from './planning';

const TYPING_PAUSE_MS = 150;

/** What is on trial: the prompt, its versions, how they differ, and whether callers can use any of them. */
@Component({
  selector: 'pr-what-section',
  imports: [
    Control,
    DiffView,
    Field,
    MatAutocomplete,
    MatAutocompleteTrigger,
    MatButton,
    MatIcon,
    MatIconButton,
    MatOption,
    ProblemBanner,
    RouterLink,
    Variant,
  ],
  templateUrl: './what-section.html',
  styleUrls: ['./plan-section.css', './what-section.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WhatSection {
  protected readonly planning = inject(Planning);
  protected readonly form = this.planning.form;
  /** A draft belongs to its prompt. */
  protected readonly fixedPrompt = computed(() => this.planning.ownId() !== null);
  protected readonly mostVariants = MOST_VARIANTS;
  protected readonly letterOf = (index: number) => variantLook(index).letter;

  protected readonly typed = linkedSignal(() => this.form().prompt);
  private readonly query = debounced(this.typed, TYPING_PAUSE_MS);
  private readonly found = httpResource<Page<TrialPrompt>>(() => ({
    url: '/api/v1/prompts',
    params: { pageSize: 20, ...(this.query() === '' ? {} : { q: this.query() }) },
  }));
  protected readonly suggestions = computed(() => (this.found.hasValue() ? this.found.value().items : []));

  /** Which variant is compared with the control. */
  private readonly shown = signal(1);
  protected readonly shownIndex = computed(() =>
    Math.min(Math.max(1, this.shown()), this.form().variants.length - 1),
  );
  protected readonly compared = computed(() => {
    const words = this.planning.words.hasValue() ? this.planning.words.value() : undefined;
    const [control, candidate] = [words?.[0], words?.[this.shownIndex()]];
    if (!control || !candidate) return null;
    const [before, after] = [comparableWords(control), comparableWords(candidate)];
    const [configBefore, configAfter] = [control.config, candidate.config].map((config) =>
      JSON.stringify(config, null, 2),
    );
    return {
      before,
      after,
      same: before === after,
      configBefore: configBefore ?? '',
      configAfter: configAfter ?? '',
      sameConfig: configBefore === configAfter,
      label: `Version ${control.version} beside version ${candidate.version}`,
    };
  });

  protected choosePrompt(event: MatAutocompleteSelectedEvent): void {
    const name: unknown = event.option.value;
    if (typeof name === 'string') this.takePrompt(name);
  }

  protected takePrompt(name: string): void {
    if (name === this.form().prompt) return;
    const variants = this.form().variants.map((variant) => ({ ...variant, version: null }));
    this.planning.tell({ prompt: name, variants });
  }

  protected add(): void {
    const { variants } = this.form();
    const used = variants.map(({ version }) => version);
    const free = this.planning.versions().find(({ version }) => !used.includes(version));
    this.planning.tell({ variants: withVariant(variants, free?.version ?? null) });
    this.shown.set(variants.length);
  }

  protected remove(key: number): void {
    this.planning.tell({ variants: withoutVariant(this.form().variants, key) });
  }

  protected takeVersion(key: number, text: string): void {
    this.planning.tellVariant(key, { version: text === '' ? null : Number(text) });
  }

  protected show(index: number): void {
    this.shown.set(index);
  }

  protected versionWords({ version, labels, message }: TrialVersion): string {
    const about = [...labels, ...(message === '' ? [] : [message])].join(' · ');
    return about === '' ? `v${version}` : `v${version} · ${about}`;
  }
}
