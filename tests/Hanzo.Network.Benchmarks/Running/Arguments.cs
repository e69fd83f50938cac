using System.Collections.Immutable;
using System.Globalization;

namespace Hanzo.Network.Benchmarks.Running;

/// <summary>What the command line says.</summary>
internal sealed record Arguments(ImmutableArray<string> Rows, double Seconds, int Rounds, bool Json, bool Compare, bool Help)
{
    public const string Usage = """
        [ROW…] [--seconds N] [--rounds N] [--json]     measures this runtime
        --compare [ROW…] [--seconds N] [--rounds N]    measures both runtimes alternately, each in processes of its own

        --seconds N   of each figure that counts work per time; 0.1 to 600, 3 unless given
        --rounds N    of the comparison, and of rows that repeat one event; 1 to 100, 3 unless given
        --json        one line of JSON per figure
        """;

    private const double MinSeconds = 0.1;
    private const double MaxSeconds = 600;
    private const int MaxRounds = 100;
    private static readonly Arguments Default = new([], 3, 3, false, false, false);

    /// <exception cref="ArgumentException">Names what is wrong and what is allowed.</exception>
    public static Arguments Parse(IEnumerable<string> words)
    {
        var result = Default;
        using var rest = words.GetEnumerator();
        while (rest.MoveNext())
        {
            result = rest.Current switch
            {
                "--seconds" => result with { Seconds = Number(rest, MinSeconds, MaxSeconds) },
                "--rounds" => result with { Rounds = (int)Number(rest, 1, MaxRounds) },
                "--json" => result with { Json = true },
                "--compare" => result with { Compare = true },
                "--help" or "-h" => result with { Help = true },
                ['-', ..] unknown => throw new ArgumentException($"'{unknown}' is no option.\n{Usage}"),
                var row => result with { Rows = result.Rows.Add(row) },
            };
        }

        return result;
    }

    private static double Number(IEnumerator<string> rest, double min, double max)
    {
        var option = rest.Current;
        var text = rest.MoveNext() ? rest.Current : "";
        return double.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{option} is '{text}'; allowed: {min} to {max}."));
    }
}
