using System.Text.Json;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.Replay;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>Answers to standard output, progress to standard error.</summary>
internal sealed class CampaignScreen(CampaignOptions options, TextWriter output, TextWriter error)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);
    private readonly CoverageTable _coverage = new();
    private TimeSpan _nextProgress;

    public void Show(SeedReport report, CampaignTally tally, TimeSpan elapsed)
    {
        if (SimulatedPlaces.ByName.TryGetValue(report.Environment, out var place)) _coverage.Add(place, new Coverage(report.Coverage));
        if (options.Json) output.WriteLine(JsonSerializer.Serialize(report, SeedReportJson.Default.SeedReport));
        else if (!report.Holds && tally.Failed <= CampaignTally.MaxFailures)
            foreach (var line in CampaignText.Failure(report)) output.WriteLine(line);
        if (!report.Holds) output.Flush();
        if (elapsed < _nextProgress) return;
        _nextProgress = elapsed + ProgressInterval;
        error.WriteLine(CampaignText.Progress(tally, options, elapsed));
    }

    public int Conclude(CampaignTally tally, TimeSpan elapsed)
    {
        if (options.Json) output.WriteLine(JsonSerializer.Serialize(CampaignBody.Of(tally, elapsed), CampaignJson.Default.CampaignBody));
        else foreach (var line in CampaignText.Summary(tally, options, elapsed, _coverage)) output.WriteLine(line);
        output.Flush();
        return tally.Failed == 0 ? SimulateProgram.Holds : SimulateProgram.Broken;
    }
}
