using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>One step of work that spans agents.</summary>
/// <param name="Name">Unique in its saga; 1 to <see cref="Saga.MaxNameLength"/> characters, without a slash.</param>
/// <param name="Do">
/// May be called again after a crash: it is given a key that is the same each time, by which the work is known where it is done.
/// </param>
/// <param name="Undo">Takes it back; also when nobody knows whether it was done. May be called again too.</param>
public sealed record SagaStep(
    string Name, Func<string, CancellationToken, Task> Do, Func<string, CancellationToken, Task> Undo);

[JsonConverter(typeof(JsonStringEnumConverter<SagaPhase>))]
public enum SagaPhase
{
    Doing,
    Undoing,
    Done,
    Undone,
}

/// <summary>How far a saga has come; kept as JSON in the key <see cref="Saga.KeyOf"/>.</summary>
/// <param name="Next">The step that is done, or undone, next or at present; beyond the last, or -1: none is left.</param>
/// <param name="Error">Why it is undone.</param>
public sealed record SagaRecord(ImmutableArray<string> Steps, SagaPhase Phase, int Next, string? Error = null)
{
    [JsonIgnore]
    public bool IsOver => Phase is SagaPhase.Done or SagaPhase.Undone;

    /// <summary>The step's work is done, or has failed with this error: then what was done, it included, is undone.</summary>
    public SagaRecord After(string? error) => Phase switch
    {
        SagaPhase.Doing when error is not null => this with { Phase = SagaPhase.Undoing, Error = error },
        SagaPhase.Doing => this with { Next = Next + 1, Phase = Next + 1 == Steps.Length ? SagaPhase.Done : SagaPhase.Doing },
        SagaPhase.Undoing => this with { Next = Next - 1, Phase = Next == 0 ? SagaPhase.Undone : SagaPhase.Undoing },
        _ => this,
    };
}

/// <summary>
/// Steps one after the other; when one fails, it and those before are undone, latest first. How far it has come is agreed on by the
/// group before the next step begins, so any node can go on with it after a crash.
/// </summary>
public static class Saga
{
    public const int MaxNameLength = 128;

    private const int MaxSteps = 64;
    private const int MaxErrorLength = 1_000;

    /// <param name="id">Of the saga.</param>
    public static string KeyOf(string id) => $"saga/{id}";

    /// <summary>Begins the saga, or goes on with it.</summary>
    /// <returns>How it has ended.</returns>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.Conflict"/>: another goes on with it at the same time; <see cref="NetworkError.InvalidRequest"/>: it was
    /// begun with other steps. What an undo throws comes out as it is; the saga goes on with it when it is run again.
    /// </exception>
    public static async Task<SagaRecord> RunAsync(
        IConsensusManager manager, string id, ImmutableArray<SagaStep> steps, CancellationToken cancellation = default)
    {
        Require(id, steps);
        var (record, revision) = await OpenAsync(manager, id, steps, cancellation);
        while (!record.IsOver)
        {
            var step = steps[record.Next];
            string? error = null;
            if (record.Phase == SagaPhase.Undoing) await step.Undo($"{id}/{step.Name}", cancellation);
            else
            {
                try
                {
                    await step.Do($"{id}/{step.Name}", cancellation);
                }
                catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
                {
                    error = $"step '{step.Name}' has failed: {failure.Message}";
                    if (error.Length > MaxErrorLength) error = error[..MaxErrorLength];
                }
            }
            record = record.After(error);
            revision = await KeepAsync(manager, id, record, revision, cancellation);
        }
        return record;
    }

    /// <returns>Null: there is none.</returns>
    public static async Task<SagaRecord?> FindAsync(IConsensusManager manager, string id, CancellationToken cancellation = default) =>
        await manager.GetAsync(KeyOf(id), cancellation) is { } entry ? Read(id, entry.Value) : null;

    private static void Require(string id, ImmutableArray<SagaStep> steps)
    {
        if (steps.Length is 0 or > MaxSteps)
        {
            throw new AgentNetworkException(
                NetworkError.InvalidRequest, $"saga '{id}' has {steps.Length} steps; allowed are 1 to {MaxSteps}.");
        }
        // With why it has failed, all names must fit one key; and by a slash the keys of another saga's steps could be the same.
        if (steps.FirstOrDefault(step => step.Name.Length is 0 or > MaxNameLength || step.Name.Contains('/')) is { } step)
        {
            throw new AgentNetworkException(
                NetworkError.InvalidRequest,
                $"a step of saga '{id}' has the name '{step.Name}'; allowed are 1 to {MaxNameLength} characters, without a slash.");
        }
        if (steps.Select(one => one.Name).Distinct(StringComparer.Ordinal).Count() < steps.Length)
            throw new AgentNetworkException(NetworkError.InvalidRequest, $"two steps of saga '{id}' have the same name.");
    }

    private static async Task<(SagaRecord Record, long Revision)> OpenAsync(
        IConsensusManager manager, string id, ImmutableArray<SagaStep> steps, CancellationToken cancellation)
    {
        var names = steps.Select(step => step.Name).ToImmutableArray();
        if (await manager.GetAsync(KeyOf(id), cancellation) is not { } entry)
        {
            var begun = new SagaRecord(names, SagaPhase.Doing, 0);
            return (begun, await KeepAsync(manager, id, begun, 0, cancellation));
        }
        var record = Read(id, entry.Value);
        if (record.Steps.SequenceEqual(names)) return (record, entry.Modified);
        throw new AgentNetworkException(
            NetworkError.InvalidRequest, $"saga '{id}' was begun with the steps {string.Join(", ", record.Steps)}.");
    }

    private static async Task<long> KeepAsync(
        IConsensusManager manager, string id, SagaRecord record, long revision, CancellationToken cancellation)
    {
        var json = JsonSerializer.Serialize(record, KeyValueJson.Default.SagaRecord);
        return await manager.CompareAndSetAsync(KeyOf(id), revision, json, 0, cancellation)
            ?? throw new AgentNetworkException(NetworkError.Conflict, $"another goes on with saga '{id}'.");
    }

    private static SagaRecord Read(string id, string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, KeyValueJson.Default.SagaRecord) is { Steps: { IsDefaultOrEmpty: false } steps } record
                && Enum.IsDefined(record.Phase) && (record.IsOver || (record.Next >= 0 && record.Next < steps.Length))
                ? record
                : throw new AgentNetworkException(NetworkError.InvalidRequest, $"key '{KeyOf(id)}' holds no saga.");
        }
        catch (JsonException cause)
        {
            throw new AgentNetworkException(NetworkError.InvalidRequest, $"key '{KeyOf(id)}' holds no saga: {cause.Message}", cause);
        }
    }
}
