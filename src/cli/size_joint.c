/* suffice size --joint: whether there is an answer.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "size_joint.h"

#include <inttypes.h>
#include <math.h>

#include "cli/size_table.h"

static const suf_lever_spec *
spec_of(const suf_joint_question *question, uint32_t lever)
{
    return &question->scenario->levers[question->levers[lever]];
}

/* Refuses what no answer can come of, before anything is simulated. */
static suf_status
refuse(const suf_joint_question *question, const suf_joint_result *result,
    const char *path, suf_faults *faults)
{
    const suf_joint_links *links = &result->links;
    suf_fault_place place = {.file = path};
    suf_status status = SUF_OK;
    for (uint32_t k = 0; k < question->n_levers; k++) {
        if (!links->is_felt[k]) {
            suf_faults_add(faults, &place, "lever '%.80s': no condition feels it",
                spec_of(question, k)->name);
            status = SUF_RAISE(SUF_ERROR_SCENARIO);
        }
    }
    for (uint32_t i = 0; i < question->n_conditions; i++) {
        uint32_t condition = question->conditions[i];
        const char *name = suf_condition_row(question->scenario, condition)->target;
        uint32_t n_felt = 0;
        bool has_many = false;
        for (uint32_t j = 0; j < links->n_parts; j++) {
            const suf_joint_part *part = &links->parts[j];
            n_felt += part->condition == condition ? part->n_felt : 0;
            has_many = has_many || (part->condition == condition && part->has_many);
        }
        if (n_felt == 0) {
            suf_faults_add(faults, &place,
                "condition '%.80s': none of the levers can reach it", name);
            status = SUF_RAISE(SUF_ERROR_SCENARIO);
        } else if (has_many) {
            suf_faults_add(faults, &place,
                "condition '%.80s' is not of one lever in each district: it feels "
                "several "
                "at once, and which of them answers for it cannot be told; a joint "
                "question needs a condition for the places of each (as each: district)",
                name);
            status = SUF_RAISE(SUF_ERROR_SCENARIO);
        }
    }
    return status;
}

static suf_status
refuse_after(const suf_joint_result *result, double budget, double spent,
    const char *path, suf_faults *faults)
{
    const suf_joint_answer *answer = &result->answer;
    suf_fault_place place = {.file = path};
    if (answer->outcome == SUF_JOINT_NOT_REACHED) {
        suf_faults_add(faults, &place,
            "the levers cannot reach what is asked: even with all of them at their most "
            "the probability is %.3g [%.3g, %.3g], and %.10g is asked for",
            answer->most_p, answer->most_low, answer->most_high, result->p);
        return SUF_RAISE(SUF_ERROR_SCENARIO);
    }
    if (budget > 0 && spent + answer->fits.cost > budget * (1 + 1e-12)) {
        suf_faults_add(faults, &place,
            "what is asked costs %.10g%s at least, which is more than the budget of "
            "%.10g: there is no answer within it",
            spent + answer->fits.bound,
            answer->fits.is_proven ? "" : " (the best that was found: more)", budget);
        return SUF_RAISE(SUF_ERROR_SCENARIO);
    }
    return SUF_OK;
}

suf_status
suf_joint_answer_all(const suf_joint_question *question, suf_evaluations *evaluations,
    double budget, double spent, const char *path, suf_joint_result *result,
    suf_faults *faults)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_joint_look(question, result));
    SUF_TRY(refuse(question, result, path, faults));
    SUF_TRY(suf_joint_ask(question, evaluations, result));
    SUF_TRY(refuse_after(result, budget, spent, path, faults));
out:
    return status;
}
