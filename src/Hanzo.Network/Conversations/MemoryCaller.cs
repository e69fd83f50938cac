using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Guardrails;
using Hanzo.Network.Memory;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Conversations;

/// <summary>Asks and tells the memory, bounded in time. What it cannot do costs a run nothing but what it would have been told.</summary>
/// <param name="memory">Null: this node keeps none.</param>
internal sealed class MemoryCaller(
    MemoryManager? memory, ModelCaller models, GuardrailCatalog guardrails, TimeProvider time, ILogger log)
{
    /// <summary>Of one recall, and of one keeping without reflection.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Of a reflection, the call of its model included.</summary>
    public static readonly TimeSpan ReflectTimeout = TimeSpan.FromSeconds(60);

    private const string NoMemory = "this node keeps no memories.";

    public async Task<EffectOutcome> RecallAsync(RecallMemories call, Agent agent, CancellationToken cancellation)
    {
        if (memory is not { } manager || agent.Memory is not { } bounds) return new CompleteRecall(call.Id, []) { Error = NoMemory };
        try
        {
            var found = ImmutableArray<RecalledMemory>.Empty;
            await BoundedAsync(
                call,
                Timeout,
                async limit =>
                {
                    if (await QueryAsync(call, agent, limit) is not { } query) return;
                    var reader = MemoryReader.Of(agent.Name, bounds, call.Run.Session, call.User);
                    found = await manager.RecallAsync(reader, bounds, query, Told(call.Transcript), limit);
                },
                cancellation);
            return new CompleteRecall(call.Id, found);
        }
        catch (Exception e)
        {
            cancellation.ThrowIfCancellationRequested();
            MemoryLog.RecallFailed(log, call.Run.ToString(), e.Message);
            return new CompleteRecall(call.Id, []) { Error = TextLimit.Clip(e.Message) };
        }
    }

    public async Task<EffectOutcome> KeepAsync(KeepMemories call, Agent agent, CancellationToken cancellation)
    {
        if (memory is not { } manager || agent.Memory is not { } bounds)
            return new CompleteKeep(call.Id, KeptMemories.None) { Error = NoMemory };
        var reader = MemoryReader.Of(agent.Name, bounds, call.Run.Session, call.User);
        var said = new SaidInRun(call.Run, call.Said, call.Answer) { Recalled = call.Recalled };
        var done = new CompleteKeep(call.Id, KeptMemories.None);
        try
        {
            await BoundedAsync(
                call, Timeout,
                async limit => done = done with { Kept = await manager.KeepAsync(reader, agent.Name, bounds, said, limit) },
                cancellation);
            if (!call.MayReflect) return done;
            await BoundedAsync(
                call, ReflectTimeout,
                async limit => done = done with
                {
                    Reflected = await manager.ReflectAsync(reader, agent.Name, SummarizeAsync, limit),
                },
                cancellation);
            return done;
        }
        catch (Exception e)
        {
            cancellation.ThrowIfCancellationRequested();
            MemoryLog.KeepFailed(log, call.Run.ToString(), e.Message);
            return done with { Error = TextLimit.Clip(e.Message) };
        }

        async Task<string?> SummarizeAsync(ImmutableList<TranscriptEntry> old, CancellationToken limit)
        {
            var ask = new CallModel(call.Id, call.Run, old)
            {
                IsSummary = true, MaxOutput = SummaryPrompt.MaxTokens(agent), Deadline = call.Deadline, TraceParent = call.TraceParent,
            };
            done = done with { AskedModel = true };
            var outcome = await models.CallAsync(ask, agent, null, limit);
            if (outcome is not CompleteModelCall reply)
                throw new InvalidOperationException($"no reflection: {(outcome as FailModelCall)?.Error}");
            done = done with { Usage = reply.Usage };
            return reply.Text;
        }
    }

    /// <summary>What guardrails leave of what the user said, as a generator of vectors is told it; null: they block it.</summary>
    private async Task<string?> QueryAsync(RecallMemories call, Agent agent, CancellationToken cancellation)
    {
        if (call.Transcript.FindLast(entry => entry is UserEntry) is not UserEntry said) return null;
        var trips = await guardrails.CheckAsync(agent, GuardrailStage.Input, said.Text, cancellation);
        return trips.IsEmpty ? said.Text : trips[^1].Text;
    }

    private static IEnumerable<string> Told(ImmutableList<TranscriptEntry> transcript) => transcript.Select(entry => entry switch
    {
        UserEntry user => user.Text,
        AssistantEntry assistant => assistant.Text,
        _ => "",
    });

    /// <exception cref="TimeoutException">It has not ended in time.</exception>
    private async Task BoundedAsync(CallEffect call, TimeSpan longest, Func<CancellationToken, Task> act, CancellationToken cancellation)
    {
        var limit = EffectRunner.TimeFor(call, longest, time.GetUtcNow());
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        using var guest = new GuestCancellation("the memory", time, log, either.Token);
        try
        {
            await act(guest.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException(
                string.Create(CultureInfo.InvariantCulture, $"the memory did not answer within {limit.TotalSeconds:0.#} s."));
        }
    }
}
