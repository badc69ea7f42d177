/* Units of the projects of a ready scenario, and when they open.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ORACLE_UNITS_H
#define SUF_ORACLE_UNITS_H

#include "oracle/ready.h"

/* The index of a project's unit of a number, 0 first; aborts where there is none.
 */
uint32_t units_find(const ready *self, const char *project, uint32_t number);
/* Draws the openings of a replication, with the parameters of the one in hand: days from
 * the start by unit, those of the engine, until the next call. */
const double *units_draw(ready *self, uint64_t replication);

#endif
