using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Guardrails;
using Hanzo.Network.Guests;
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

    private readonly GuestCall _guests = new(time, log);

    public async Task<EffectOutcome> RecallAsync(RecallMemories call, Agent agent, CancellationToken cancellation)
    {
        if (memory is not { } manager || agent.Memory is not { } bounds) return new CompleteRecall(call.Id, []) { Error = NoMemory };
        try
        {
            var found = await WithinAsync(call, Timeout, FindAsync, cancellation);
            return new CompleteRecall(call.Id, found);
        }
        catch (Exception e)
        {
            cancellation.ThrowIfCancellationRequested();
            MemoryLog.RecallFailed(log, call.Run.ToString(), e.Message);
            return new CompleteRecall(call.Id, []) { Error = TextLimit.Clip(e.Message) };
        }

        async Task<ImmutableArray<RecalledMemory>> FindAsync(CancellationToken limit)
        {
            if (await QueryAsync(call, agent, limit) is not { } query) return [];
            var reader = MemoryReader.Of(agent.Name, bounds, call.Run.Session, call.User);
            return await manager.RecallAsync(reader, bounds, query, Told(call.Transcript), limit);
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
            var kept = await WithinAsync(
                call, Timeout, limit => manager.KeepAsync(reader, agent.Name, bounds, said, limit), cancellation);
            done = done with { Kept = kept };
            if (!call.MayReflect) return done;
            var reflected = await WithinAsync(
                call, ReflectTimeout, limit => manager.ReflectAsync(reader, agent.Name, SummarizeAsync, limit), cancellation);
            return done with { Reflected = reflected };
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
            {
                var failed = outcome as FailModelCall;
                done = done with { Usage = failed?.Usage };
                throw new InvalidOperationException($"no reflection: {failed?.Error}");
            }

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

    private Task<T> WithinAsync<T>(
        CallEffect call, TimeSpan longest, Func<CancellationToken, Task<T>> act, CancellationToken cancellation) =>
        _guests.WithinAsync("the memory", EffectRunner.TimeFor(call, longest, time.GetUtcNow()), act, cancellation);
}
