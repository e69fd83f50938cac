using System.Collections.Immutable;
using Hanzo.Network.Adapters.Models;
using Hanzo.Network.Models;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Hosting;

/// <summary>The providers of models that the settings name, with their keys.</summary>
internal static class ModelInputs
{
    public const string KeyVariable = "OPENAI_API_KEY";
    private const string ProviderName = "openai";

    /// <summary>OpenAI's own endpoint lists hundreds of models; so one is named where nobody does.</summary>
    private const string OpenAIModel = "gpt-4o-mini";

    private static readonly Uri OpenAIUrl = new("https://api.openai.com/v1");

    public static ImmutableArray<NamedProvider> Load(
        NodeSettings settings, Func<string, string?> variable, ImmutableArray<string>.Builder problems)
    {
        var named = ImmutableArray.CreateBuilder<NamedProvider>();
        foreach (var endpoint in Endpoints(settings, variable, problems))
        {
            try
            {
                named.Add(new NamedProvider(endpoint, ModelKey.Of(endpoint, variable)));
            }
            catch (ModelException error)
            {
                problems.Add(error.Message);
            }
        }

        return named.ToImmutable();
    }

    private static IEnumerable<ModelEndpoint> Endpoints(
        NodeSettings settings, Func<string, string?> variable, ImmutableArray<string>.Builder problems)
    {
        if (settings.ModelsFile is { } file)
            return NodeInputs.Parse<IEnumerable<ModelEndpoint>>(
                SettingCatalog.Models, file, (name, json) => ModelsFile.Parse(name, json), problems) ?? [];
        var hasKey = settings.ModelKeyFile is not null || variable(KeyVariable) is { Length: > 0 };
        if (settings.ModelUrl is null && !hasKey) return [];
        var endpoint = new ModelEndpoint(ProviderName, settings.ModelUrl ?? OpenAIUrl)
        {
            Model = settings.Model?.Split(',')[0].Trim() ?? (settings.ModelUrl is null ? OpenAIModel : null),
            KeyFile = settings.ModelKeyFile,
            KeyVariable = hasKey && settings.ModelKeyFile is null ? KeyVariable : null,
        };
        return [endpoint];
    }
}
