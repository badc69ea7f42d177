/* What a search of several levers answers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "joint_answer.h"

#include <stdlib.h>

void
suf_joint_answer_free(suf_joint_answer *self)
{
    free(self->fits.at);
    free(self->safe.at);
    free(self->alone);
    free(self->violations);
    free(self->critical);
    *self = (suf_joint_answer){0};
}
