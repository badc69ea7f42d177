/* The rule that a question is about: a scenario without the values of its levers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_QUESTION_RULE_H
#define SUF_QUESTION_RULE_H

#include "base/status.h"

/* A resolved scenario without what its levers are set to: two scenarios that differ by
 * the values of levers alone have one rule, and their trials are each other's. Owned by
 * the caller. */
SUF_MUST_CHECK suf_status suf_rule_text(const char *resolved, char **out);

#endif
