/* Capital costs of a replication, from what was delivered.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_CAPITAL_H
#define SUF_ENGINE_CAPITAL_H

#include "engine/core/core.h"
#include "engine/delivery/delivery.h"

/* What a unit costs, whenever that is spent. */
typedef struct suf_unit_bill {
    double planned;   /* as given, in yuan; NAN: not known */
    double final;     /* with its overrun; 0 of what is never built */
    int32_t from, to; /* months since year 0 in which it is spent, both included */
} suf_unit_bill;

/* The bill of a unit of the delivery, once its opening is drawn. */
suf_unit_bill suf_unit_bill_of(
    const suf_core *core, const suf_delivery *delivery, uint32_t unit);
/* Writes capital, overrun and what projects cost into the record. The variables by fund
 * and by service must be 0 where they are known. */
void suf_capital_observe(const suf_core *core, const suf_delivery *delivery);
/* Where an amount of capital goes. */
typedef struct suf_spending {
    const suf_core *core;
    uint32_t fund;              /* that pays; SUF_NONE: all, by their shares */
    uint32_t service;           /* of the model, whose capital it is; SUF_NONE: none */
    uint32_t project, district; /* of the layout; project SUF_NONE: none */
} suf_spending;

/* Adds to the capital of a year, from the layout's first, and of the run: an amount, and
 * how much of it is overrun. */
void suf_capital_spend(
    const suf_spending *to, uint32_t year, double amount, double overrun);
/* The share that a fund pays of what `payer` pays; SUF_NONE: all, by their shares. */
double suf_fund_share(const suf_cost_model *costs, uint32_t fund, uint32_t payer);

#endif
