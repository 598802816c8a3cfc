# A table of medians, with their ratios to the baseline of the same repeat.
# The first line has the names in their order; then repeat, name and value.
# -v unit, decimals and baseline.

NR == 1 {
    names = split($0, name, "\t")
    next
}

{
    value[$2, $1] = $3
    if ($1 > repeats)
        repeats = $1
}

# Median, least and greatest of list[1..repeats], as text.
function summary(list, digits,    i, j, swap, median) {
    for (i = 2; i <= repeats; i++)
        for (j = i; j > 1 && list[j - 1] > list[j]; j--) {
            swap = list[j]
            list[j] = list[j - 1]
            list[j - 1] = swap
        }
    median = (list[int((repeats + 1) / 2)] + list[int(repeats / 2) + 1]) / 2
    return sprintf("%.*f (%.*f-%.*f)", digits, median, digits, list[1], digits, list[repeats])
}

END {
    printf "| %-44s | %-26s | ratio to %s |\n|---|---|---|\n", "", unit, baseline
    for (n = 1; n <= names; n++) {
        for (r = 1; r <= repeats; r++) {
            figure[r] = value[name[n], r]
            ratio[r] = value[name[n], r] / value[baseline, r]
        }
        printf "| %-44s | %-26s | %s |\n", name[n], summary(figure, decimals), summary(ratio, 2)
    }
}
