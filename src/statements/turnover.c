/*
 * turnover.c
 *		What a book's accounts held and moved over windows of periods.
 *
 * A closed month's rows of ledger.balance carry what stood before them, so
 * nothing earlier than the windows asked for is read, however old the book
 * is.  Open months are summed from their journals (open_turnover.c), those
 * before a window included: a book has few.  balance.sql and voucher.sql
 * declare the tables.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "ledger/brought_forward.h"
#include "server/spi_plan.h"
#include "statements/open_turnover.h"
#include "statements/turnover.h"
#include "types/amount.h"

/* What the vouchers of one kind and month did to an account. */
typedef struct Movement
{
	AccountCode account;
	Period		period;
	VoucherKind kind;
	bool		closed;
	int128		opening;		/* of a closed month: debit less credit before it */
	int128		debit;
	int128		credit;
} Movement;

typedef struct Movements
{
	Period		first;			/* of the book */
	Period		closed_through; /* the month before the first where none is closed */
	Period		brought_through;	/* 0 where nothing was brought forward */
	Period		earliest;		/* closed month that was read */
	int			count;
	int			capacity;
	Movement   *items;
} Movements;

/* ---------- which months to read ---------- */

/* The closed month that tells what stood before the window. */
static Period
anchor(const Movements *movements, const PeriodWindow *window)
{
	return Min(Max(window->from, movements->first), movements->closed_through);
}

static bool
is_any_closed(const Movements *movements)
{
	return movements->closed_through >= movements->first;
}

static PeriodWindow
closed_months(const Movements *movements, const PeriodWindow *windows, int count)
{
	PeriodWindow months = {PERIOD_MAX, PERIOD_MIN};

	for (int i = 0; i < count; i++)
	{
		months.from = Min(months.from, anchor(movements, &windows[i]));
		months.to = Max(months.to, Max(anchor(movements, &windows[i]),
									   Min(windows[i].to, movements->closed_through)));
	}
	return months;
}

/* The book's opening vouchers, in its first period, count for every window. */
static PeriodWindow
open_months(const Movements *movements, const PeriodWindow *windows, int count)
{
	PeriodWindow months = {movements->closed_through + 1, PERIOD_MIN};

	for (int i = 0; i < count; i++)
		months.to = Max(months.to, windows[i].to);
	if (!is_any_closed(movements))
		months.to = Max(months.to, movements->first);
	return months;
}

/* ---------- reading ---------- */

static Movement *
add_movement(Movements *movements)
{
	if (movements->count == movements->capacity)
	{
		movements->capacity *= 2;
		movements->items = repalloc_huge(movements->items,
										 movements->capacity * sizeof(Movement));
	}
	return &movements->items[movements->count++];
}

/*
 * How far the book is closed, and brought forward: by the same snapshot as all
 * else, which a cache of what is now would not do.  Months close in their order.
 */
static void
read_book_months(Movements *movements, const Book *book)
{
	static SpiPlan plan = {
		"SELECT (SELECT period FROM ledger.book_period"
		"   WHERE book_id = $1 AND state = 'closed' ORDER BY period DESC LIMIT 1),"
		"  (SELECT through FROM ledger.brought_forward"
		"   WHERE book_id = $1 AND withdrawn_at IS NULL ORDER BY call_no DESC LIMIT 1)", "integer"
	};
	Datum		book_id = Int32GetDatum(book->book_id);
	Datum		value;
	bool		is_null;

	fl_spi_run(&plan, &book_id, NULL, SPI_READ);
	value = fl_spi_value(0, 1, &is_null);
	movements->closed_through = is_null ? book->first_period - 1 : DatumGetPeriod(value);
	value = fl_spi_value(0, 2, &is_null);
	movements->brought_through = fl_brought_through_value(book, value, is_null);
	SPI_freetuptable(SPI_tuptable);
}

/* The columns of the query, from 1. */
enum
{
	BALANCE_PERIOD = 1,
	BALANCE_BASIS,
	BALANCE_KIND,
	BALANCE_ACCOUNT,
	BALANCE_OPENING,
	BALANCE_DEBIT,
	BALANCE_CREDIT,
	BALANCE_COLUMNS = BALANCE_CREDIT
};

pg_noreturn static void
report_corrupted(const Book *book, Period period)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("stored balance of period \"%s\" of book \"%s\" cannot be read",
					period_is_valid(period) ? fl_period_text(period) : "?", book->code),
			 errdetail("A row of ledger.balance has a null, or a basis or a kind that is none."),
			 errhint("Reopen and close the period: that computes its balances again.")));
}

/* False where it is of another layer. */
static bool
closed_movement(const Book *book, uint64 row, int layers, Movement *movement)
{
	Datum		values[BALANCE_COLUMNS + 1];
	bool		any_null = false;
	int			kind = -1;
	int			basis = -1;

	for (int column = 1; column <= BALANCE_COLUMNS; column++)
	{
		bool		is_null;

		values[column] = fl_spi_value(row, column, &is_null);
		any_null |= is_null;
	}
	if (!any_null)
	{
		basis = fl_voucher_basis_from_datum(values[BALANCE_BASIS]);
		kind = fl_voucher_kind_from_datum(values[BALANCE_KIND]);
	}
	if (basis < 0 || kind < 0)
		report_corrupted(book, DatumGetPeriod(values[BALANCE_PERIOD]));
	*movement = (Movement) {
		.closed = true,
		.period = DatumGetPeriod(values[BALANCE_PERIOD]),
		.kind = kind,
		.account = DatumGetAccountCode(values[BALANCE_ACCOUNT]),
		.opening = DatumGetAmount(values[BALANCE_OPENING]),
		.debit = DatumGetAmount(values[BALANCE_DEBIT]),
		.credit = DatumGetAmount(values[BALANCE_CREDIT])
	};
	return (layers & (1 << basis)) != 0;
}

/* All layers: a condition would leave out a row whose basis is none. */
static void
read_closed(Movements *movements, const Book *book, PeriodWindow months, int layers)
{
	static SpiPlan plan = {
		"SELECT period, basis, kind, account, opening, debit, credit FROM ledger.balance"
		" WHERE book_id = $1 AND period OPERATOR(fund.>=) $2 AND period OPERATOR(fund.<=) $3",
		"integer, fund.period, fund.period"
	};
	Datum		arguments[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(months.from), PeriodGetDatum(months.to)
	};
	uint64		rows = fl_spi_run(&plan, arguments, NULL, SPI_READ);

	for (uint64 row = 0; row < rows; row++)
	{
		Movement	movement;

		CHECK_FOR_INTERRUPTS();
		if (closed_movement(book, row, layers, &movement))
			*add_movement(movements) = movement;
	}
	SPI_freetuptable(SPI_tuptable);
}

static void
add_open_total(void *movements, const OpenTotal *total)
{
	*add_movement(movements) = (Movement) {
		.period = total->key.period,
		.kind = total->key.kind,
		.account = total->key.account,
		.debit = total->debit,
		.credit = total->credit
	};
}

static int
compare_accounts(const void *a, const void *b, void *unused)
{
	AccountCode left = ((const Movement *) a)->account;
	AccountCode right = ((const Movement *) b)->account;

	return (left > right) - (left < right);
}

static void
read_movements(Movements *movements, const Book *book,
			   const PeriodWindow *windows, int count, int layers)
{
	PeriodWindow months;

	movements->first = book->first_period;
	read_book_months(movements, book);
	movements->capacity = 1024;
	movements->items = palloc(movements->capacity * sizeof(Movement));
	if (is_any_closed(movements))
	{
		months = closed_months(movements, windows, count);
		movements->earliest = months.from;
		read_closed(movements, book, months, layers);
	}
	months = open_months(movements, windows, count);
	if (months.from <= months.to)
		fl_open_turnover(book, months, layers, add_open_total, movements);
	qsort_interruptible(movements->items, movements->count, sizeof(Movement), compare_accounts, NULL);
}

/* ---------- sharing out to windows ---------- */

/* What the movement adds to the balance before the window. */
static int128
opening_share(const Movements *movements, const Movement *movement, const PeriodWindow *window)
{
	int128		change = movement->debit - movement->credit;

	if (movement->kind == KIND_OPENING)
	{
		if (!movement->closed)
			return change;
		return movement->period == movements->earliest ? movement->opening + change : 0;
	}
	if (!movement->closed)
		return movement->period < window->from ? change : 0;
	if (movement->period != anchor(movements, window))
		return 0;
	return window->from > movements->closed_through ?
		movement->opening + change : movement->opening;
}

static void
share_out(const Movements *movements, const Movement *movement, Turnover *turnover)
{
	const PeriodWindow *window = &turnover->window;
	AccountTurnover *account;

	if (turnover->count == 0 ||
		turnover->accounts[turnover->count - 1].account != movement->account)
	{
		memset(&turnover->accounts[turnover->count], 0, sizeof(AccountTurnover));
		turnover->accounts[turnover->count++].account = movement->account;
	}
	account = &turnover->accounts[turnover->count - 1];
	account->opening += opening_share(movements, movement, window);
	if (movement->period >= window->from && movement->period <= window->to)
	{
		account->debit[movement->kind] += movement->debit;
		account->credit[movement->kind] += movement->credit;
	}
}

/*
 * Of the months brought forward nothing is known but what stood before the
 * first and after the last of them, and what all of them moved.
 */
static void
tell_what_is_known(Turnover *turnover, Period first, Period through)
{
	PeriodWindow window = turnover->window;
	bool		is_apart = window.to < first || window.from > through;

	turnover->brought_through = through;
	turnover->opening_known = window.from <= first || window.from > through;
	turnover->movement_known = is_apart || (window.from <= first && window.to >= through);
	turnover->closing_known = window.to < first || window.to >= through;
}

static int
count_accounts(const Movements *movements)
{
	int			count = 0;

	for (int i = 0; i < movements->count; i++)
	{
		if (i == 0 || movements->items[i].account != movements->items[i - 1].account)
			count++;
	}
	return count;
}

Turnover *
fl_turnover_load(const Book *book, const PeriodWindow *windows, int count,
				 int layers, MemoryContext into)
{
	Turnover   *turnovers = MemoryContextAllocZero(into, count * sizeof(Turnover));
	Movements	movements = {0};
	int			accounts;

	read_movements(&movements, book, windows, count, layers);
	accounts = count_accounts(&movements);
	for (int w = 0; w < count; w++)
	{
		Turnover   *turnover = &turnovers[w];

		turnover->window = windows[w];
		turnover->before_first = windows[w].to < book->first_period;
		turnover->closed = !turnover->before_first && windows[w].to <= movements.closed_through;
		tell_what_is_known(turnover, book->first_period, movements.brought_through);
		turnover->accounts = MemoryContextAllocHuge(into, Max(accounts, 1) * sizeof(AccountTurnover));
		CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < movements.count; i++)
			share_out(&movements, &movements.items[i], turnover);
	}
	pfree(movements.items);
	return turnovers;
}

void
fl_turnover_report_strange_account(const Book *book, AccountCode account)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("account \"%s\" has balances in book \"%s\" and is not of standard \"%s\"",
					fl_account_code_text(account), book->code, book->standard_code),
			 errdetail("Neither it nor an account above it is listed."),
			 errhint("fund.verify(%s) shows what else was changed.", quote_literal_cstr(book->code))));
	pg_unreachable();
}
