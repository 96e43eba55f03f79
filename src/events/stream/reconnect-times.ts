import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { Metrics } from '../../metrics/metrics.js';
import type { GoodbyeReason } from '../../domain/goodbye.js';
import { overloadedSpan, reconnectSpan, waitAt, type ReconnectSpan } from '../frames/reconnect-span.js';

/**
 * Tells clients how long to wait before they reconnect, so that the streams of this process do not come back
 * all at once.
 */
@Injectable()
export class ReconnectTimes implements OnModuleInit {
  /** Returns the number of streams of this process; the registry sets this function. */
  crowd = (): number => 0;

  constructor(
    private readonly config: AppConfig,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.reconnectSeconds.read = () => this.span.maxMs / 1000;
  }

  get span(): ReconnectSpan {
    return reconnectSpan(this.crowd(), this.config.reconnectCpuPercent / 100);
  }

  /** A random wait for one client, in milliseconds. */
  any(reason?: GoodbyeReason): number {
    return waitAt(reason === 'overloaded' ? overloadedSpan(this.span) : this.span, Math.random());
  }

  /**
   * The wait in milliseconds for one of `of` clients that are told at once; `place` counts from 0. The
   * waits are spread evenly over the span.
   */
  inTurn(place: number, of: number): number {
    return waitAt(this.span, (place + Math.random()) / of);
  }
}
