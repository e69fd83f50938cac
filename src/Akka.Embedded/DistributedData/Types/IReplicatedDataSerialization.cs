namespace Akka.DistributedData;

/// <summary>Marks what the serializer of replicated data takes.</summary>
public interface IReplicatedDataSerialization;
