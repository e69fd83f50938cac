using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Chaos;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>One run: asked for until it is acknowledged, watched to its end, and answered where it asks a person.</summary>
internal sealed class CampaignRun
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly CampaignNetwork _network;
    private readonly int _watchedAt;
    private readonly RunBody _started;
    private readonly RunFollower _follower;
    private readonly List<Task> _answers = [];
    private readonly CancellationToken _cancellation;
    private int _streams;

    private CampaignRun(CampaignNetwork network, RunBody started, int watchedAt, string? besides, CancellationToken cancellation)
    {
        (_network, _started, _watchedAt, _cancellation) = (network, started, watchedAt, cancellation);
        // Where the node that is watched at goes, the stream goes on at the next.
        // By the network's own id: the directory of chosen ones may be on the node that is killed, and is asked at the end.
        _follower = new RunFollower(Id, () => network.Nodes.Pick(_watchedAt + _streams++, besides), OnStep);
    }

    /// <summary>Of the only run of its session.</summary>
    public string Id => $"{_started.Session}.1";

    /// <summary>The node that it runs on at first.</summary>
    public string Node => _started.Node;

    public ImmutableArray<SeenStep> Steps => _follower.Steps;

    public RunLog Log => new(_started.RunId, _started.Session, Steps);

    public bool HasEnded => Steps.Any(step => step.IsTerminal);

    /// <summary>And why the stream broke last.</summary>
    public string LastSeen
    {
        get
        {
            var last = Steps.LastOrDefault();
            return $"last seen: {last?.Type ?? "nothing"} {last?.Data}, {_follower.Break ?? "stream not broken"}";
        }
    }

    /// <summary>Asks one node after the other, under one id, until it is acknowledged.</summary>
    /// <param name="watchedBeside">It is watched at any node but the one that runs it at first.</param>
    public static async Task<CampaignRun> StartAsync(
        CampaignNetwork network, string id, int askedAt, int watchedAt, bool watchedBeside, CancellationToken cancellation)
    {
        var request = new RunRequestBody { Agent = WorkAgent.Name, Input = "work", RunId = id, Placement = "random", Wait = false };
        using var pause = new PeriodicTimer(Pause);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var started = await network.Nodes.Pick(askedAt + attempt).RunAsync(request, cancellation);
                return new CampaignRun(network, started, watchedAt, watchedBeside ? started.Node : null, cancellation);
            }
            catch (Exception e) when (Unanswered.Is(e))
            {
                await pause.WaitForNextTickAsync(cancellation);
            }
        }
    }

    /// <summary>Ends with the run.</summary>
    public async Task FollowAsync()
    {
        await _follower.FollowAsync(_cancellation);
        await Task.WhenAll(_answers);
    }

    private void OnStep(RunEventBody step)
    {
        if (step.Type == RunEventTypes.ApprovalRequested) _answers.Add(AnswerAsync(step));
    }

    /// <summary>Does what a person would: looks whether it took effect, and has it made only when it did not.</summary>
    private async Task AnswerAsync(RunEventBody asked)
    {
        var (step, approval) = (asked.Data["step"]!.GetValue<int>(), asked.Data["approval"]!.GetValue<string>());
        var isDone = _network.Effects.Has(Log.KeyOf(step));
        var answer = new AnswerBody(!isDone, isDone ? "it is done already" : "it was not done");
        using var pause = new PeriodicTimer(Pause);
        for (var attempt = 0; !await TryAnswerAsync(attempt, approval, answer); attempt++)
            await pause.WaitForNextTickAsync(_cancellation);
    }

    private async Task<bool> TryAnswerAsync(int attempt, string approval, AnswerBody answer)
    {
        try
        {
            await _network.Nodes.Pick(_watchedAt + attempt).AnswerAsync(Id, approval, answer, _cancellation);
            return true;
        }
        catch (NodeClientException e) when (e.Code == "conflict")
        {
            return true; // an answer of before, whose own answer did not come, has counted
        }
        catch (Exception e) when (Unanswered.Is(e))
        {
            return false;
        }
    }
}
