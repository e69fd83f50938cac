using System.Security.Cryptography;
using System.Text;

namespace Hanzo.Network.Agents;

/// <summary>Whether two requests under one run id ask for the same: input, history, agent, session, user; where does not count.</summary>
public static class RunFingerprint
{
    private const string Version = "1";

    // Its length stands before each part, so that no two requests become one text.
    public static string Of(RunRequest request)
    {
        var agent = RunRequestRules.AgentOf(request)?.Value ?? RunRequestRules.Auto;
        var history = request.History.SelectMany(line => new[] { line.Role, line.Text });
        string[] user = request.User is { } named ? ["for", named] : [];
        string[] parts = [agent, request.Session?.ToString() ?? "", request.Input, .. history, .. user];
        var text = string.Concat(parts.Select(part => $"{part.Length}:{part}"));
        return $"{Version}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }

    public static string ConflictText(string id) =>
        $"run id '{id}' belongs to a run with another input, agent, session or user; choose another id, or ask for the same.";
}
