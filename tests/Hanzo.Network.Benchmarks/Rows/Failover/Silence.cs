using Hanzo.Network.Benchmarks.Processes.Roles;
using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Benchmarks.Statistics;

namespace Hanzo.Network.Benchmarks.Rows.Failover;

/// <summary>
/// Stops a process in its tracks, so that its connections stay open: no evidence of a crash. When its entities answer elsewhere it is
/// woken, while all three nodes keep asking for them: what it answers then is a second owner's.
/// </summary>
internal abstract class Silence(string name, string about, string figure, string settings, string briefSettings) : Row(name, about)
{
    /// <summary>What a figure's name ends with that must be 0 on the embedded runtime.</summary>
    public const string SecondOwners = "second owners";

    private const int Victim = 2;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BrieflyWatched = TimeSpan.FromSeconds(1);

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var times = new List<double>();
        var late = new List<Sighting>();
        for (var round = 0; round < options.Rounds; round++)
        {
            var (time, answers) = await (options.Brief ? FailOverAsync(briefSettings, BrieflyWatched) : FailOverAsync(settings, Watched));
            times.Add(time.TotalMilliseconds);
            late.AddRange(answers);
        }

        var spread = Spread.Of(times);
        var until = late.Select(answer => answer.Last).DefaultIfEmpty().Max();
        return
        [
            new Figure(figure, spread.Median, Unit.Milliseconds, $"worst {Numbers.Text(spread.Max)} ms"),
            new Figure(
                $"{figure}, {SecondOwners}", late.Count, Unit.Count,
                $"entities that the woken node still answered itself for, until {until.TotalMilliseconds:0} ms later"),
        ];
    }

    private static async Task<(TimeSpan Time, Sighting[] SecondOwners)> FailOverAsync(string settings, TimeSpan watched)
    {
        await using var cluster = await OwnerCluster.StartAsync(settings);
        var lost = cluster.OwnedBy(Victim, await cluster.LocateAllAsync(1));
        var time = await cluster.RecoverAsync(Victim, lost, cluster[Victim].StopAsync);
        await cluster.RequireOneOwnerAsync(Victim);
        var answers = await cluster.ProbeAsync(watched, lost, cluster[Victim].ContinueAsync);
        for (var node = 0; node < answers.Length; node++)
            if (node != Victim && Old(answers[node]).FirstOrDefault() is { } old)
                throw new WrongWorkException($"the silent node answered another one for {old}, which has a new owner.");
        return (time, [.. Old(answers[Victim])]);

        IEnumerable<Sighting> Old(Sighting[] seen) => seen.Where(sighting => lost.Contains(sighting.Entity));
    }
}
