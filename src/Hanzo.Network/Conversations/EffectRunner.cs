using Hanzo.Network.Agents;
using Hanzo.Network.Guardrails;
using Hanzo.Network.Memory;
using Hanzo.Network.Models;
using Hanzo.Network.Tools;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Conversations;

/// <summary>
/// Does what a conversation decided and says what came of it. Failures are outcomes, never exceptions; the one exception is
/// <see cref="OperationCanceledException"/>, when the caller's token is cancelled: then there is no outcome.
/// </summary>
public sealed class EffectRunner
{
    private readonly GuardedModelCaller _models;
    private readonly MemoryCaller _memory;
    private readonly ToolCaller _tools;

    /// <param name="log">Told what tools and models do wrong when nobody waits for them any more.</param>
    /// <param name="guardrails">Null: none but patterns.</param>
    /// <param name="memory">Null: agents remember nothing here.</param>
    public EffectRunner(
        IModelProvider models, ToolCatalog tools, TimeProvider time, ILogger<EffectRunner>? log = null,
        GuardrailCatalog? guardrails = null, MemoryManager? memory = null)
    {
        (log, guardrails) = (log ?? NullLogger<EffectRunner>.Instance, guardrails ?? new GuardrailCatalog([], time));
        var caller = new ModelCaller(models, tools, time, log);
        _models = new GuardedModelCaller(caller, guardrails);
        _memory = new MemoryCaller(memory, caller, guardrails, time, log);
        _tools = new ToolCaller(tools, time, log);
        Tools = tools;
    }

    public ToolCatalog Tools { get; }

    /// <param name="onDelta">Gets pieces of the reply as they come; null: the reply is asked for whole.</param>
    public Task<EffectOutcome> RunAsync(CallEffect effect, Agent agent, Action<string>? onDelta, CancellationToken cancellation) =>
        effect switch
    {
        CallModel call => _models.CallAsync(call, agent, onDelta, cancellation),
        RecallMemories call => _memory.RecallAsync(call, agent, cancellation),
        KeepMemories call => _memory.KeepAsync(call, agent, cancellation),
        CallTool call => _tools.CallAsync(call, agent, cancellation),
        _ => throw new ArgumentException($"'{effect.GetType().Name}' is not a call.", nameof(effect)),
    };

    /// <summary>
    /// After a run's deadline. The session itself ends a run at its deadline, and cuts its calls; a call that failed a moment
    /// earlier, as timers go, would let the run go on.
    /// </summary>
    internal static readonly TimeSpan DeadlineGrace = TimeSpan.FromMilliseconds(100);

    /// <summary>The time an effect has: <paramref name="longest"/>, or less when the run's deadline comes first.</summary>
    internal static TimeSpan TimeFor(CallEffect effect, TimeSpan longest, DateTimeOffset now)
    {
        var left = effect.Deadline - now + DeadlineGrace ?? longest;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < longest ? left : longest;
    }
}
