using System.CommandLine;
using System.Globalization;
using Hanzo.Network.Simulation.Replay;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>Which seeds are run and how, as options.</summary>
internal sealed class CampaignArguments
{
    private const int MaxSeeds = 1_000_000_000;
    private const int MaxMinutes = 7 * 24 * 60;
    private const int MaxDeterminism = 1_000_000;
    private static readonly string MinutesAllowed = $"more than 0, at most {MaxMinutes}";

    private readonly Option<long?> _seeds = Number("--seeds", MaxSeeds, "Runs so many seeds.");
    private readonly Option<long?> _determinism = Number("--determinism", MaxDeterminism, "Runs each of so many seeds in two processes.");
    private readonly Option<ulong?> _seed = BoundedOption.Seed("--seed", "Replays one seed in this process and draws it.");
    private readonly Option<ulong?> _firstSeed = BoundedOption.Seed("--first-seed", "The first of many seeds; 1 unless given.");
    private readonly Option<bool> _shrink = new("--shrink") { Description = "Looks for the fewest faults that break the same." };

    private readonly Option<double?> _minutes = BoundedOption.Create(
        "--minutes",
        "M",
        $"Runs seeds for so many minutes of the machine: {MinutesAllowed}.",
        MinutesAllowed,
        text => double.TryParse(text, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= MaxMinutes
            ? value
            : (double?)null);

    private readonly Option<int?> _workers = BoundedOption.Count(
        "--workers", 1, CampaignOptions.MaxWorkers, Environment.ProcessorCount, "Processes at once.");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_seeds, _minutes, _determinism, _seed, _firstSeed, _workers, _shrink]) command.Add(option);
    }

    /// <summary>What is wrong with the options together; null: nothing.</summary>
    public string? ProblemOf(ParseResult parsed)
    {
        bool[] modes =
        [
            parsed.GetValue(_seeds) is not null || parsed.GetValue(_minutes) is not null,
            parsed.GetValue(_determinism) is not null,
            parsed.GetValue(_seed) is not null,
        ];
        return modes.Count(wanted => wanted) == 1
            ? null
            : "say one of: --seeds N and/or --minutes M, --determinism N, --seed S; or --help.";
    }

    public ulong? ReplayedSeed(ParseResult parsed) => parsed.GetValue(_seed);

    public bool ComparesProcesses(ParseResult parsed) => parsed.GetValue(_determinism) is not null;

    public CampaignOptions Read(ParseResult parsed, string program, NetworkOptions network, bool json) => new(
        program,
        network.Read(parsed, 0),
        parsed.GetValue(_determinism) ?? parsed.GetValue(_seeds),
        parsed.GetValue(_minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
        parsed.GetValue(_firstSeed) ?? 1,
        parsed.GetValue(_workers) ?? Environment.ProcessorCount,
        parsed.GetValue(_shrink),
        json);

    private static Option<long?> Number(string name, int most, string help) => BoundedOption.Create(
        name,
        "N",
        $"{help} 1 to {most}.",
        $"1 to {most}",
        text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most
            ? value
            : (long?)null);
}
