/* Warnings: what is odd in a scenario without fault, but may be meant.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_WARN_H
#define SUF_SCENARIO_WARN_H

#include "scenario/check/service_at.h"
#include "scenario/read/reader.h"

/* Adds to the warnings of the scenario, which has been checked and is without fault. */
void suf_warn(suf_reader *self);

/* Its parts. Each tells through the reader, whose faults are then the warnings. */
/* What nothing else uses: assumptions, classes of assets, states, units. */
void suf_warn_unused(suf_reader *self);
/* Rows that are missing in tables that are regular otherwise, or stand twice. */
void suf_warn_tables(suf_reader *self);
/* The same of the population and its rates. */
void suf_warn_people(suf_reader *self);
void suf_warn_migration(suf_reader *self);
/* Services: what starts empty, never happens or is out of proportion. */
void suf_warn_services(suf_reader *self);
/* One of kind stay: its duration, list and teams. */
void suf_warn_stay(const suf_service_at *self);
/* Projects, works and targets that cannot come about, or always hold. */
void suf_warn_delivery(suf_reader *self);
/* What is known of projects. */
void suf_warn_facts(suf_reader *self);

/* The value of a number, or the median of its assumption. */
double suf_warn_middle(const suf_reader *self, const suf_number *number);

#endif
