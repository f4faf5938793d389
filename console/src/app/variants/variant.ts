import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { variantLook } from './variant-colours';

/** A variant: its letter in its colour, its name where there is room, and its version. */
@Component({
  selector: 'pr-variant',
  template: `
    <span class="letter" [style.background-color]="look().fill" [style.color]="look().ink">{{
      look().letter
    }}</span>
    @if (name()) {
      <span class="name">{{ name() }}</span>
    }
    @if (version() !== null) {
      <span class="version number">v{{ version() }}</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      gap: 6px;
      align-items: center;
      max-width: 100%;
      vertical-align: bottom;
    }
    .letter {
      flex: none;
      min-width: 18px;
      padding: 0 4px;
      border-radius: 4px;
      font-weight: 600;
      font-size: 11px;
      line-height: 18px;
      text-align: center;
      print-color-adjust: exact;
    }
    .name {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .version {
      color: var(--text-2);
      font-size: 12px;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Variant {
  /** Its place among the variants of its experiment; 0 is the control. */
  readonly index = input.required<number>();
  readonly name = input('');
  readonly version = input<number | null>(null);
  protected readonly look = computed(() => variantLook(this.index()));
}
