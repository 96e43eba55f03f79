import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { Metrics } from '../../metrics/metrics.js';
import type { GoodbyeReason } from '../frames/goodbye.js';
import { overloadedSpan, reconnectSpan, waitAt, type ReconnectSpan } from '../frames/reconnect-span.js';

/**
 * Tells clients how long to wait before they reconnect, so that the streams of this process do not come back
 * all at once.
 */
@Injectable()
export class ReconnectTimes implements OnModuleInit {
  /** How many streams this process has; the registry sets it. */
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

  /** Milliseconds that one client waits, at random. */
  any(reason?: GoodbyeReason): number {
    return waitAt(reason === 'overloaded' ? overloadedSpan(this.span) : this.span, Math.random());
  }

  /**
   * Milliseconds that the client in this place (from 0) of so many waits, when all are told at once: evenly
   * over the span.
   */
  inTurn(place: number, of: number): number {
    return waitAt(this.span, (place + Math.random()) / of);
  }
}
