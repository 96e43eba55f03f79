import type { History, Violation } from '../history.js';
import { commandRule, endRule, undoRule } from './commands.js';
import { contentRule } from './content.js';
import { formRule } from './form.js';
import { gapRule } from './gaps.js';
import { lossRule } from './losses.js';
import { nameRule } from './names.js';
import { orderRule } from './order.js';
import { outageRule } from './outages.js';
import { silenceRule } from './silence.js';
import { stateRule } from './states.js';
import { toldTimeRule, undoneStateRule } from './undone-states.js';

/**
 * Every violation of the guarantee; empty when it holds. Depends on neither the faults nor the service's
 * code.
 */
export function violations(history: History): Violation[] {
  return [
    formRule,
    silenceRule,
    outageRule,
    orderRule,
    gapRule,
    lossRule,
    contentRule,
    commandRule,
    endRule,
    undoRule,
    undoneStateRule,
    toldTimeRule,
    nameRule,
    stateRule,
  ].flatMap((rule) => rule(history));
}
