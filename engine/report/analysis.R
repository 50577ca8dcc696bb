# Reads the dyads of this data set, repeats the figures of /validity and fits two mixed models.
#
#   Rscript analysis.R [FOLDER]     the folder that holds dataset_description.json; default: the current one
#
# Figures need base R only. The models need the package lme4 and are left out without it.

arguments <- commandArgs(trailingOnly = TRUE)
folder <- if (length(arguments) > 0) arguments[1] else "."
file <- list.files(file.path(folder, "data"), pattern = "dyads_data\\.csv$", full.names = TRUE)
if (length(file) != 1) stop("expected one table of dyads in ", file.path(folder, "data"))
dyads <- read.csv(file, encoding = "UTF-8", na.strings = c("", "NA"), colClasses = c(excluded = "character"))

# A row with a reason in "excluded" is no outcome.
dyads <- dyads[is.na(dyads$excluded), ]
# People of different cohorts are different people.
dyads$actor <- paste(dyads$cohort, dyads$actor)
dyads$partner <- paste(dyads$cohort, dyads$partner)
dyads$pair <- paste(pmin(dyads$actor, dyads$partner), pmax(dyads$actor, dyads$partner))

# ---- figures -------------------------------------------------------------------------------------------------------

# Estimate with a 95 % interval when two answers depend on each other as soon as they share a person in any role.
# Variance: sum of psi_r psi_s over such pairs of rows (Aronow, Samii & Assenova 2015), times the exact bias of a mean on
# a balanced plan; quantile of t with the degrees of freedom of the plan.
dyadic <- function(rows, estimate, psi, low, high) {
  n <- nrow(rows)
  people <- c(rows$actor, rows$partner)
  by_person <- rowsum(c(psi, psi), people)
  by_pair <- rowsum(psi, rows$pair)
  variance <- sum(by_person^2) - sum(by_pair^2)
  roles <- table(people)
  in_pair <- table(rows$pair)
  k <- as.numeric(roles[rows$actor]) + as.numeric(roles[rows$partner]) - as.numeric(in_pair[rows$pair])
  K <- sum(k)
  factor <- 1 / (1 - K / n^2)
  df <- (n - K / n)^2 / (K - 2 * sum(k^2) / n + (K / n)^2)
  if (!is.finite(df) || variance <= 1e-18 || factor <= 0 || df < 4) return(c(estimate, NA, NA, n))
  half <- qt(.975, df) * sqrt(factor * variance)
  c(estimate, max(low, estimate - half), min(high, estimate + half), n)
}

auc <- function(rows, score) {
  rows <- rows[!is.na(rows$would_meet) & !is.na(rows[[score]]), ]
  x <- rows[[score]]
  yes <- rows$would_meet == 1
  m <- sum(yes)
  k <- sum(!yes)
  if (m == 0 || k == 0 || min(x) == max(x)) return(c(NA, NA, NA, nrow(rows)))
  # Of a yes the share of noes below it, of a no the share of yeses above it; ties count half.
  among_all <- rank(x)
  among_own <- numeric(length(x))
  among_own[yes] <- rank(x[yes])
  among_own[!yes] <- rank(x[!yes])
  below <- among_all - among_own
  share <- ifelse(yes, below / k, 1 - below / m)
  estimate <- mean(share[yes])
  dyadic(rows, estimate, (share - estimate) / ifelse(yes, m, k), 0, 1)
}

# Mean of the weights of all rows with a higher key; equal keys count half.
mean_above <- function(key, weight) {
  by_key <- rowsum(weight, key)
  keys <- sort(unique(key))
  totals <- as.numeric(by_key[as.character(keys), ])
  above <- rev(cumsum(rev(totals))) - totals / 2
  above[match(key, keys)] / length(key)
}

spearman <- function(rows, score) {
  rows <- rows[!is.na(rows$wtm) & !is.na(rows[[score]]), ]
  n <- nrow(rows)
  if (n < 3 || length(unique(rows$wtm)) < 2 || length(unique(rows[[score]])) < 2) return(c(NA, NA, NA, n))
  # Ranks as keys, so that equal scores are equal whatever their digits.
  key_x <- rank(rows[[score]])
  key_y <- rank(rows$wtm)
  x <- key_x / n - (n + 1) / (2 * n)
  y <- key_y / n - (n + 1) / (2 * n)
  vx <- mean(x * x)
  vy <- mean(y * y)
  rho <- mean(x * y) / sqrt(vx * vy)
  # The whole influence: ranks are estimated from the same rows.
  dc <- x * y + mean_above(key_x, y) + mean_above(key_y, x)
  dx <- x * x + 2 * mean_above(key_x, x)
  dy <- y * y + 2 * mean_above(key_y, y)
  raw <- dc / sqrt(vx * vy) - rho / 2 * (dx / vx + dy / vy)
  dyadic(rows, rho, (raw - mean(raw)) / n, -1, 1)
}

scores <- intersect(
  c("directed", "mutual", "visual", "personality", "personality_raw", "biological", "biological_raw"),
  names(dyads)
)
figures <- NULL
for (statistic in c("auc", "spearman")) {
  for (score in scores) {
    found <- if (statistic == "auc") auc(dyads, score) else spearman(dyads, score)
    figures <- rbind(figures, data.frame(
      statistic, score,
      estimate = found[1], low = found[2], high = found[3], n = found[4]
    ))
  }
}
cat("AUC for would_meet and Spearman's rho with wtm, 95 % intervals\n")
write.csv(figures, row.names = FALSE)

# ---- models --------------------------------------------------------------------------------------------------------

if (!requireNamespace("lme4", quietly = TRUE)) {
  cat("\nThe package lme4 is not installed; the models are left out.\n")
} else {
  # A unit of a score is a hundred percentiles.
  dyads <- transform(
    dyads,
    visual = visual / 100, personality = personality / 100, biological = biological / 100
  )
  fit <- function(title, model) {
    cat("\n", title, "\n", sep = "")
    tryCatch(print(summary(model(), correlation = FALSE)), error = function(problem) {
      cat("The model could not be fitted:", conditionMessage(problem), "\n")
    })
  }
  fit("== Linear mixed model of wtm", function() {
    lme4::lmer(
      wtm ~ visual + personality + biological + (1 | actor) + (1 | partner) + (1 | pair),
      data = dyads
    )
  })
  fit("== Logistic mixed model of would_meet", function() {
    lme4::glmer(
      would_meet ~ visual + personality + biological + (1 | actor) + (1 | partner) + (1 | pair),
      data = dyads, family = binomial,
      control = lme4::glmerControl(optimizer = "bobyqa")
    )
  })
}
