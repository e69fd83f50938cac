using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Files;

namespace Hanzo.Network.Node.Hosting;

/// <summary>The agents of a file as they are sent to a node, once the file is known to be right.</summary>
internal static class AgentsToDeploy
{
    private static readonly JsonDocumentOptions AsTheParser =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <returns>A problem, which names file, line and field, instead of agents.</returns>
    public static (ImmutableArray<JsonObject> Agents, string? Problem) Load(string file)
    {
        try
        {
            var json = NodeInputs.ReadFile(file);
            if (AgentsFile.ParseToDeploy(file, json).IsEmpty) return ([], $"{file}: agents is empty; there is nothing to deploy.");
            var agents = JsonNode.Parse(json, documentOptions: AsTheParser)!["agents"]!.AsArray();
            return ([.. agents.Select(agent => agent!.DeepClone().AsObject())], null);
        }
        catch (InvalidFileException e)
        {
            return ([], e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ([], $"{file} cannot be read: {e.Message}");
        }
    }
}
