/* What the files of the second way of rolls share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_TESTS_ROLL_PARTS_H
#define SUF_TESTS_ROLL_PARTS_H

#include <stdbool.h>

#include "oracle/roll_oracle.h"

uint32_t roll_n_cohorts(const roll_oracle *self);
/* The least k whose probability of k or fewer is at least u: term by term. */
uint32_t roll_binomial(uint32_t n, double p, double u);
/* Adds pupils to a group, which may be new. */
void roll_add(roll_oracle *self, roll_group who, uint32_t count);
/* Pupils of a district's cohort: of a service, or of all (SUF_NONE). */
uint32_t roll_pupils(
    const roll_oracle *self, uint32_t service, uint32_t district, uint32_t cohort);
uint32_t roll_free_seats(const roll_oracle *self, uint32_t service, uint32_t district);
uint32_t roll_people(const roll_oracle *self, const uint32_t *residents, suf_sex sex,
    uint32_t district, uint32_t cohort);
/* Whether somebody born in a cohort's month is of an age to apply on a day: by the age in
 * whole months at the end of the month before. */
bool roll_is_eligible(
    const roll_oracle *self, uint32_t service, uint32_t cohort, int32_t day);
/* The number of the year in which an intake of a service was held last before a day. */
int32_t roll_last_year(const roll_rule *rule, int32_t day);

#endif
