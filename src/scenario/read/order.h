/* One order of a scenario's parts, whatever order they are written in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_ORDER_H
#define SUF_SCENARIO_ORDER_H

#include "scenario/read/document.h"

/* Sorts the document of a resolved text in place: what stands by name by the bytes of
 * its name, assumptions first by their layer, rows of tables by their cells (numbers by
 * value). Classes of priority keep their order, which has a meaning; so do lists. */
void suf_order_document(suf_node *root);

#endif
