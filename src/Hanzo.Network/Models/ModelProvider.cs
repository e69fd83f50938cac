using Hanzo.Network.Agents;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Models;

/// <summary>One chat client for all agents, and the echo model; without a client, the offline one.</summary>
public sealed class ModelProvider(IChatClient? client) : IModelProvider
{
    internal const string OfflineNotice = "no model is configured: agents answer by their tools alone (offline model).";

    private static readonly EchoChatClient Echo = new();
    private readonly IChatClient _client = client ?? new OfflineChatClient();

    public string? Notice { get; } =
        client is null or OfflineChatClient ? OfflineNotice : null;

    public ModelChoice For(Agent agent)
    {
        if (agent.Model == EchoChatClient.ModelName) return new ModelChoice(EchoChatClient.ModelName, Echo);
        if (_client is OfflineChatClient) return new ModelChoice(OfflineChatClient.ModelName, _client);
        var served = (_client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;
        return new ModelChoice(agent.Model ?? served ?? "default", _client);
    }
}
