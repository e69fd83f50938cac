using Microsoft.Extensions.AI;

namespace Hanzo.Network.Models;

/// <summary>Who answered and why it was asked, as it goes along with a reply.</summary>
/// <param name="Model">Source and model, as <see cref="PlannedModel.Name"/>.</param>
/// <param name="Node">Where the model was asked.</param>
public sealed record ModelServing(string Model, string Node, string Why)
{
    private const string KeyName = "hanzo.serving";

    /// <returns>Null: nothing is said of it.</returns>
    public static ModelServing? Of(ChatResponse response) => Of(response.AdditionalProperties);

    /// <inheritdoc cref="Of(ChatResponse)"/>
    public static ModelServing? Of(ChatResponseUpdate update) => Of(update.AdditionalProperties);

    public void AddTo(ChatResponse response) => (response.AdditionalProperties ??= [])[KeyName] = this;

    public void AddTo(ChatResponseUpdate update) => (update.AdditionalProperties ??= [])[KeyName] = this;

    private static ModelServing? Of(AdditionalPropertiesDictionary? properties) => properties?.GetValueOrDefault(KeyName) as ModelServing;
}
