/* Which lever answers for what: what each condition of a joint question can feel.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A condition falls into parts: its districts where each must meet it, else one. A lever
 * acts on places of a service in a district, on what projects build, or on works. It is
 * felt there and wherever people, places or projects go from there: by overflow, a list
 * of the whole city, `then` and `from`, seats of the same children, conversions, projects
 * that begin after one another.
 *
 * The owner of a part is the lever that it feels; where it feels several, the one that
 * acts on its own service and district. Levers are separate when no part feels two. That
 * people move between districts is no link: those who do are few, and the answer is
 * checked. */
#ifndef SUF_QUESTION_JOINT_LINKS_H
#define SUF_QUESTION_JOINT_LINKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "model/model.h"

typedef struct suf_joint_part {
    uint32_t condition; /* among targets and conditions */
    uint32_t district;  /* SUF_NONE: all of it */
    uint32_t owner;     /* number in the question; SUF_NONE: it feels none */
    uint32_t n_felt;    /* levers that it feels */
    bool has_many;      /* it feels several, and none or several act on its own places */
} suf_joint_part;

typedef struct suf_joint_links {
    suf_joint_part *parts; /* [n_parts]; owned */
    uint32_t n_parts;
    bool is_separate;
    bool *is_felt; /* [n_levers] by any part; owned */
} suf_joint_links;

/* Of n_levers levers (indices of the model) and conditions. To be freed, also after a
 * failure. */
SUF_MUST_CHECK suf_status suf_joint_links_find(suf_joint_links *self,
    const suf_model *model, const uint32_t *levers, uint32_t n_levers,
    const uint32_t *conditions, uint32_t n_conditions);
void suf_joint_links_free(suf_joint_links *self);

#endif
