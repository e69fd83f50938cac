using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Models;

/// <summary>Asks the models of a plan in turn until one answers. One that has said something is not given up for another.</summary>
/// <param name="clientOf">The client that asks the model.</param>
/// <param name="nodeOf">The node where it is asked.</param>
internal sealed class PlannedChatClient(
    ImmutableArray<PlannedModel> plan, FailedModels failed, Func<PlannedModel, IChatClient> clientOf, Func<PlannedModel, string> nodeOf)
    : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var said = messages.ToList();
        var errors = new List<ModelException>();
        foreach (var planned in failed.Order(plan))
        {
            try
            {
                var response = await clientOf(planned).GetResponseAsync(said, OptionsFor(planned, options), cancellationToken);
                failed.Answered(planned.Name);
                ServingBy(planned, errors).AddTo(response);
                return response;
            }
            catch (ModelException error)
            {
                Note(planned, error, errors);
            }
        }

        throw All(errors);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var said = messages.ToList();
        var errors = new List<ModelException>();
        foreach (var planned in failed.Order(plan))
        {
            var updates = clientOf(planned).GetStreamingResponseAsync(said, OptionsFor(planned, options), cancellationToken);
            await using var reading = updates.GetAsyncEnumerator(cancellationToken);
            if (!await BeginsAsync(reading, planned, errors)) continue;
            var serving = ServingBy(planned, errors);
            do
            {
                serving.AddTo(reading.Current);
                yield return reading.Current;
            }
            while (await reading.MoveNextAsync());
            failed.Answered(planned.Name);
            yield break;
        }

        throw All(errors);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private async Task<bool> BeginsAsync(IAsyncEnumerator<ChatResponseUpdate> reading, PlannedModel planned, List<ModelException> errors)
    {
        try
        {
            if (await reading.MoveNextAsync()) return true;
            throw new ModelException($"'{planned.Name}' said nothing.");
        }
        catch (ModelException error)
        {
            Note(planned, error, errors);
            return false;
        }
    }

    private void Note(PlannedModel planned, ModelException error, List<ModelException> errors)
    {
        failed.Failed(planned.Name);
        errors.Add(error);
    }

    private ModelServing ServingBy(PlannedModel planned, List<ModelException> errors) => new(
        planned.Name,
        nodeOf(planned),
        errors.Count == 0 ? planned.Why : $"{planned.Why}; before it failed {string.Join("; ", errors.Select(error => error.Message))}");

    private static ChatOptions OptionsFor(PlannedModel planned, ChatOptions? options)
    {
        var asked = options?.Clone() ?? new ChatOptions();
        asked.ModelId = planned.Model;
        return asked;
    }

    private static ModelException All(List<ModelException> errors) => errors.Count == 1
        ? errors[0]
        : new ModelException($"no model answered: {string.Join("; ", errors.Select(error => error.Message))}", errors[^1])
        {
            IsTransient = errors.Exists(error => error.IsTransient),
        };
}
