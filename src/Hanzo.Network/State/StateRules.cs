using System.Text.Json;
using Hanzo.Network.Agents;

namespace Hanzo.Network.State;

/// <summary>What can be told of a request before anybody knows the key.</summary>
public static class StateRules
{
    /// <exception cref="AgentNetworkException">It is beyond a bound.</exception>
    public static StateValue Require(StateKey key, StateValue value)
    {
        if (value.Bytes is var bytes and > StateLimits.MaxValueBytes)
            throw Invalid($"the value for state key '{key}' has {bytes} bytes as JSON; allowed: up to {StateLimits.MaxValueBytes}.");
        if (value.Depth is var depth and > StateLimits.MaxDepth)
            throw Invalid($"the value for state key '{key}' is nested {depth} deep; allowed: up to {StateLimits.MaxDepth}.");
        return value;
    }

    /// <param name="json">As another node sent it.</param>
    /// <inheritdoc cref="Require(StateKey, StateValue)"/>
    public static StateValue RequireValue(StateKey key, string json)
    {
        try
        {
            return Require(key, StateValue.Parse(json));
        }
        catch (JsonException error)
        {
            throw Invalid($"the value for state key '{key}' cannot be read: {error.Message}");
        }
    }

    /// <inheritdoc cref="Require(StateKey, StateValue)"/>
    public static long Require(StateKey key, long amount) =>
        amount is >= -StateLimits.MaxCount and <= StateLimits.MaxCount
            ? amount
            : throw Invalid(
                $"state counter '{key}' cannot be incremented by {amount}; allowed: -{StateLimits.MaxCount} to {StateLimits.MaxCount}.");

    /// <exception cref="AgentNetworkException">No key can begin so.</exception>
    public static string RequirePrefix(string prefix) =>
        StateKey.IsPrefix(prefix)
            ? prefix
            : throw Invalid($"no state key begins with '{prefix}'; keys match {StateKey.AllowedForm}.");

    /// <exception cref="AgentNetworkException">It is not of the allowed form.</exception>
    public static StateKey RequireKey(string text) =>
        StateKey.TryParse(text, out var key)
            ? key
            : throw Invalid($"state key '{text}' is not allowed; it must match {StateKey.AllowedForm}.");

    private static AgentNetworkException Invalid(string problem) => new(NetworkError.InvalidRequest, problem);
}
