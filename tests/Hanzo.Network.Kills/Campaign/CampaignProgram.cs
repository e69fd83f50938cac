using System.CommandLine;
using System.CommandLine.Invocation;
using Hanzo.Network.Kills.Consensus;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Chaos;
using Hanzo.Network.Node.Children;
using Hanzo.Network.Node.Commands;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>The command line of the campaign.</summary>
internal sealed class CampaignProgram
{
    /// <summary>As shells tell of a program that was interrupted.</summary>
    private const int Interrupted = 130;

    private const int DefaultKills = 5;
    private const int MaxMinutes = 1440;

    private readonly Option<int?> _kills =
        NumberOption.Of("--kills", "N", 1, KillPlan.MaxKills, "How often a node is killed", DefaultKills);

    private readonly Option<string> _journal = new("--journal")
    {
        Description = "What the nodes have in common: sqlite, a file; replicated, nothing, each has a folder of its own; or postgres, a "
            + "server that is started for this campaign.",
        DefaultValueFactory = _ => "sqlite",
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Of the moments of the kills, 1 unless given.", HelpName = "S", DefaultValueFactory = _ => 1,
    };

    private readonly Option<int?> _minutes =
        NumberOption.Of("--minutes", "M", 1, MaxMinutes, "No further kill after so many minutes; what was done by then is judged");

    private readonly Option<bool> _keep = new("--keep") { Description = "Keep data and logs although nothing is wrong." };
    private readonly Option<bool> _consensus = new("--consensus")
    {
        Description = "Kills the leader of the network's group while clients change and read its keys; no session is run.",
    };

    private readonly Option<int?> _nodes = NumberOption.Of("--nodes", "N", 3, 7, "With --consensus: how many nodes there are", 3);
    private readonly Option<int?> _atOnce = NumberOption.Of("--at-once", "N", 1, 3, "With --consensus: nodes killed at a time", 1);
    private readonly Option<bool> _json = new("--json") { Description = "Report in one line of JSON." };
    private readonly TextWriter _output;
    private readonly TextWriter _error;

    public CampaignProgram(TextWriter output, TextWriter error)
    {
        (_output, _error) = (output, error);
        _journal.AcceptOnlyFromAmong("sqlite", "replicated", "postgres");
    }

    /// <returns>
    /// 0: all is as it must be; 1: something is lost, or the campaign broke; 2: bad usage; 130: a signal ended it and nothing that it
    /// had done by then was wrong.
    /// </returns>
    public async Task<int> RunAsync(string[] words)
    {
        var command = new RootCommand("Kills the node that runs a session, again and again (kill -9), and judges what became of all that "
            + "was acknowledged.")
        {
            _kills, _journal, _seed, _minutes, _keep, _json, _consensus, _nodes, _atOnce,
        };
        command.SetAction(given => CampaignAsync(given));
        var parsed = command.Parse(words);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var problem in parsed.Errors) await _error.WriteLineAsync(problem.Message);
            return ExitCode.BadUsage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = _output, Error = _error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
        });
    }

    private async Task<int> CampaignAsync(ParseResult parsed)
    {
        var journal = Enum.Parse<CampaignJournal>(parsed.GetValue(_journal)!, ignoreCase: true);
        var options = new KillOptions(parsed.GetValue(_kills) ?? DefaultKills, journal, parsed.GetValue(_seed), parsed.GetValue(_keep));
        using var stopping = new Stopping(parsed.GetValue(_minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null);
        try
        {
            if (parsed.GetValue(_consensus)) return await ConsensusAsync(parsed, stopping);
            var report = await new KillCampaign(options, _error.WriteLine).RunAsync(stopping.Enough, stopping.AtOnce);
            if (parsed.GetValue(_json)) await _output.WriteLineAsync(CampaignText.Json(report));
            else foreach (var line in CampaignText.Table(report)) await _output.WriteLineAsync(line);
            if (!report.Wrong.IsEmpty) return ExitCode.Failed;
            return stopping.IsInterrupted && report.Kills < report.Planned ? Interrupted : ExitCode.Ok;
        }
        catch (ChildException e)
        {
            await _error.WriteLineAsync(e.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (stopping.AtOnce.IsCancellationRequested)
        {
            return Interrupted;
        }
    }

    private async Task<int> ConsensusAsync(ParseResult parsed, Stopping stopping)
    {
        var campaign = new ConsensusCampaign(
            parsed.GetValue(_nodes) ?? 3, parsed.GetValue(_kills) ?? DefaultKills, parsed.GetValue(_atOnce) ?? 1, _error.WriteLine);
        var report = await campaign.RunAsync(stopping.Enough, stopping.AtOnce);
        await _output.WriteLineAsync(report.Text);
        foreach (var wrong in report.Wrong) await _output.WriteLineAsync(wrong);
        return report.Wrong.IsEmpty ? ExitCode.Ok : ExitCode.Failed;
    }
}
