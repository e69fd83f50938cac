namespace Hanzo.Network.Agents;

/// <summary>Where new ids come from; a seeded source in simulation.</summary>
public interface IIds
{
    string NewUlid();
}
