using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>
/// What the runs of other agents wait for is told, and may be answered, at the run that has asked them as well: question <c>2</c> of the
/// run that call 3 waits for is <c>3:2</c> there. Only the asked run records question and answer.
/// </summary>
public static class ChildQuestions
{
    /// <summary>Asked runs that cannot be read in this time are left out; the asking run itself is known.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(2);

    /// <summary>Of other runs that are told at once; the rest follows as these are answered.</summary>
    public const int Most = 100;

    private const char Separator = ':';

    /// <summary>Whether the text names a question of an asked run, if any.</summary>
    public static bool IsOne(string approval) => approval.Contains(Separator, StringComparison.Ordinal);

    /// <param name="run">Null: there is none.</param>
    /// <returns>The same, with what the runs wait for that it has asked.</returns>
    public static async Task<RunResult?> GatherAsync(
        IAgentNetwork network, RunResult? run, TimeProvider time, CancellationToken cancellation)
    {
        if (run is not { Asks: { } asks } || run.Status.HasEnded()) return run;
        using var limit = new CancellationTokenSource(Within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var questions = await Task.WhenAll(asks.Select(ask => QuestionsOfAsync(network, ask, either.Token)));
        cancellation.ThrowIfCancellationRequested();
        var told = questions.SelectMany(all => all).Take(Most).ToImmutableArray();
        return told.IsEmpty ? run : run with { Status = RunStatus.Waiting, Approvals = run.Approvals.AddRange(told) };
    }

    /// <returns>The asking run as it is then.</returns>
    /// <exception cref="AgentNetworkException">As <see cref="IAgentNetwork.AnswerAsync"/>.</exception>
    public static async Task<RunResult> AnswerAsync(
        IAgentNetwork network, RunId run, string approval, PersonAnswer answer, CancellationToken cancellation)
    {
        var end = approval.IndexOf(Separator, StringComparison.Ordinal);
        if (!int.TryParse(approval.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var step))
            throw new AgentNetworkException(
                NetworkError.InvalidRequest, $"approval '{approval}' is no id of one: before '{Separator}' it must have a number.");
        var asking = await RequireAsync(network, run, cancellation);
        var asked = asking.Asks?.Find(ask => ask.Step == step) ?? throw new AgentNetworkException(
            NetworkError.Conflict, $"run {run} does not wait for approval '{approval}': it was answered, or there was none.");
        await network.AnswerAsync(asked.Run, approval[(end + 1)..], answer, cancellation);
        return await RequireAsync(network, run, cancellation);
    }

    private static async Task<ImmutableArray<PendingApproval>> QuestionsOfAsync(
        IAgentNetwork network, AskedRun ask, CancellationToken cancellation)
    {
        try
        {
            var found = await network.GetRunAsync(ask.Run, cancellation).WaitAsync(cancellation);
            return [.. (found?.Approvals ?? []).Select(asked => asked with { Id = IdOf(ask, asked), Run = asked.Run ?? ask.Run })];
        }
        catch (Exception away) when (away is AgentNetworkException or OperationCanceledException)
        {
            // It moves, or its history is out of reach: who asks again is told then.
            return [];
        }
    }

    private static string IdOf(AskedRun ask, PendingApproval asked) =>
        string.Create(CultureInfo.InvariantCulture, $"{ask.Step}{Separator}{asked.Id}");

    private static async Task<RunResult> RequireAsync(IAgentNetwork network, RunId run, CancellationToken cancellation) =>
        await network.GetRunAsync(run, cancellation)
            ?? throw new AgentNetworkException(NetworkError.UnknownRun, $"run {run} is unknown.");
}
