/*
 * closing_step.c
 *		What the steps of a month's end share.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "closing/closing_step.h"
#include "ledger/words.h"

const char *
fl_closing_generation(const Report *report, int generation)
{
	return psprintf(fl_report_is_chinese(report) ? "，第%d次" : ", generation %d", generation);
}

void
fl_closing_report(Report *report, const char *action, int64 voucher_id, const char *detail)
{
	fl_report_begin_row(report);
	fl_report_add_word(report, "action", action);
	report_add_nullable(report, Int64GetDatum(voucher_id), voucher_id == 0);
	report_add_text(report, detail);
	fl_report_end_row(report);
}
